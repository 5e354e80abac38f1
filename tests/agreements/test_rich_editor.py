import json
import re

import pytest
from django.utils.translation import override

from agreements.rich_editor import RichTextarea, page_settings, tool_words
from agreements.templatetags.rich_editor import as_html, as_plain, rich_editor_head
from tests.browser.pages import LANGUAGES


def test_the_head_brings_a_style_and_settings_and_runs_nothing() -> None:
    head = rich_editor_head()
    assert re.findall(r"<(\w+)", head) == ["link", "script"]
    assert 'type="application/json"' in head
    told = re.search(r">(\{.*\})</script>", head)
    assert told
    assert json.loads(told[1]) == page_settings()
    assert page_settings()["module"].endswith("django_prose_editor/editor.js")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tool_has_a_name_of_its_own(language: str) -> None:
    with override(language):
        words = tool_words()
    assert all(words.values())
    assert len(set(words.values())) == len(words)


def test_the_text_area_holds_the_plain_form_and_beside_it_the_html() -> None:
    html = RichTextarea(attrs={"lang": "fi"}).render("text", "<p>Yksi &amp; <strong>kaksi</strong></p>")
    assert re.search(r">\s*Yksi &amp; \*\*kaksi\*\*</textarea>", html)
    assert 'data-html="&lt;p&gt;Yksi &amp;amp; &lt;strong&gt;kaksi&lt;/strong&gt;&lt;/p&gt;"' in html
    assert " data-rich" in html


@pytest.mark.parametrize("written", ["Yksi **kaksi**", "<p>Yksi <strong>kaksi</strong></p>"])
def test_what_a_refused_form_brought_back_is_shown_the_same_however_it_was_written(written: str) -> None:
    assert as_plain(written) == "Yksi **kaksi**"
    assert as_html(written) == "<p>Yksi <strong>kaksi</strong></p>"


def test_what_would_do_harm_never_reaches_the_page() -> None:
    html = RichTextarea().render("text", "<p onclick=alert(1)>x<script>alert(1)</script></p>")
    assert "alert" not in html
