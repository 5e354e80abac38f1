"""What was typed in a form that was refused, on the page that says so."""

from django import template
from django.http import HttpRequest
from django.template import Context

from agreements.typed import typed_texts

register = template.Library()


@register.simple_tag(takes_context=True, name="typed_texts")
def typed_texts_of(context: Context) -> list[str]:
    """The texts that the refused request brought; none where it was no form. Uploaded files are not among them."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or request.method != "POST":
        return []
    return typed_texts(request.POST.lists())
