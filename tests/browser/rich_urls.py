"""The application with two more pages, for the tests of the editor of running text.

One is a form of one text, and one a form of every text of a document. What is posted is shown again as it would be
kept, under the form.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from agreements.markup import from_written
from agreements.models import Section
from agreements.rich_editor import RichTextarea, plain_hint
from config.urls import urlpatterns as the_application

PAGE = """{% extends "base.html" %}{% load static rich_editor %}
{% block title %}Teksti{% endblock %}
{% block head %}{% rich_editor_head %}<script type="module" src="{% static "js/edit/rich-fields.js" %}"></script>
{% endblock %}
{% block content %}<h1>Teksti</h1><h2>Luku</h2><h3>Alaluku</h3>
<form method="post" class="stack-top">{% csrf_token %}
{% for field in form %}{% include "includes/field.html" %}{% endfor %}
<div class="form-actions"><button class="hds-button hds-button--primary">Tallenna</button></div></form>
{% for text in kept %}<pre class="kept">{{ text }}</pre>{% endfor %}{% endblock %}"""


class TextsForm(forms.Form):
    """A field for each of the texts, by its label."""

    def __init__(self, labels: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(labels):
            self.fields[f"text-{number}"] = forms.CharField(
                label=label,
                widget=RichTextarea(attrs={"lang": "fi"}),
                required=False,
                strip=False,
                help_text="" if number else plain_hint(),
            )

    def kept(self) -> list[str]:
        return [from_written(text) for text in self.cleaned_data.values()] if self.is_valid() else []


def answer(request: HttpRequest, texts: dict[str, str]) -> HttpResponse:
    posted = TextsForm(list(texts), request.POST) if request.method == "POST" else None
    kept = posted.kept() if posted else []
    initial = {f"text-{number}": text for number, text in enumerate(kept or texts.values())}
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": TextsForm(list(texts), initial=initial), "kept": kept}, request))


def one(request: HttpRequest) -> HttpResponse:
    return answer(request, {"Luvun teksti": request.GET.get("text", "")})


def every(request: HttpRequest, slug: str) -> HttpResponse:
    sections = Section.objects.filter(agreement__slug=slug).exclude(html="").order_by("pk")
    return answer(request, {f"Teksti {section.pk}": section.html for section in sections})


urlpatterns = [*the_application, path("rich/", one), path("rich/<slug:slug>/", every)]
