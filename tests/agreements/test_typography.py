"""The template filters: breaks for the eye, and nothing that escaping would not have let through."""

import html
import re

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from agreements.templatetags.typography import typo, typo_html


def render(source: str, **context: object) -> str:
    return Template("{% load typography %}" + source).render(Context(context))


def test_text_gets_its_breaks_in_the_documents_language() -> None:
    with translation.override("en"):
        assert render("{{ text|typo:'fi' }}", text="kirjastopalvelut") == "kirjasto\u00adpalvelut"
        assert render("{{ text|typo:'sv' }}", text="kirjastopalvelut") == "kirjastopalvelut"


def test_without_a_language_the_readers_own_holds() -> None:
    with translation.override("fi"):
        assert render("{{ text|typo }}", text="kirjastopalvelut") == "kirjasto\u00adpalvelut"
    with translation.override("en"):
        assert render("{{ text|typo }}", text="kirjastopalvelut") == "kirjastopalvelut"


@pytest.mark.parametrize("name", ["typo", "typo_html"])
def test_what_is_not_marked_safe_is_escaped(name: str) -> None:
    assert "<script>" not in render(f"{{{{ text|{name}:'fi' }}}}", text="<script>alert(1)</script>")
    assert render(f"{{{{ text|{name}:'fi' }}}}", text="a < b & c") == "a &lt; b &amp; c"


def test_template_syntax_in_a_text_is_just_text() -> None:
    assert render("{{ text|typo:'fi' }}", text="{{7*7}} {% now %}") == "{{7*7}} {% now %}"


def test_only_text_nodes_are_touched() -> None:
    link = '<p class="kirjastopalvelut"><a href="https://x.fi/kirjastopalvelut?a=1&amp;b=2">'
    source = mark_safe(f"{link}kirjastopalvelut</a> 5 %</p>")
    assert typo_html(source, "fi") == f"{link}kirjasto\u00adpalvelut</a> 5\u00a0%</p>"
    assert typo(source, "fi") == typo_html(source, "fi")


def test_a_quoted_angle_bracket_does_not_end_a_tag() -> None:
    source = mark_safe('<a href="/?q=>kirjastopalvelut">kirjastopalvelut</a>')
    assert typo_html(source, "fi") == '<a href="/?q=>kirjastopalvelut">kirjasto\u00adpalvelut</a>'


def test_nothing_and_numbers_pass_through() -> None:
    assert typo(None, "fi") is None
    assert typo(5, "fi") == 5
    assert typo_html(None, "fi") == ""


@given(st.text(alphabet="<>&;\"'/abkirjstopluve =#0 ", max_size=60))
def test_escaped_text_reads_the_same_after_the_filter(text: str) -> None:
    shown = html.unescape(str(typo_html(mark_safe(html.escape(text)), "fi")))
    assert re.sub("[\u00ad\u2060\\s]", "", shown) == re.sub(r"\s", "", text)


@given(st.text(alphabet="<>&;\"'/abkirjstopluve =#0 ", max_size=60))
def test_text_that_is_not_safe_never_becomes_markup(text: str) -> None:
    assert not re.search("[<>]", str(typo_html(text, "fi")))
