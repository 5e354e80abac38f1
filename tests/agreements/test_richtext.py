import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.richtext import plain_text, sanitize


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Yksi <strong>kaksi</strong> <em>kolme</em></p><p>Neljä</p>", "Yksi kaksi kolme\n\nNeljä"),
        ("<p>Perustana ovat:</p><ul><li>palaute</li><li>toiveet</li></ul>", "Perustana ovat:\n\n- palaute\n- toiveet"),
        ('<ul class="check"><li>tarjota tiloja;</li></ul>', "✓ tarjota tiloja;"),
        ('<ul class="plain"><li>3.Viestintä</li><li>4.Yhteistoiminta</li></ul>', "3.Viestintä\n4.Yhteistoiminta"),
        ("<ol><li>Ensin</li><li>Sitten</li></ol>", "1. Ensin\n2. Sitten"),
        ("<ul><li><p>a</p></li><li>b<ul><li>c</li></ul></li></ul><p>d</p>", "- a\n- b\n- c\n\nd"),
        ("<p>Ylä<br>Ala</p>", "Ylä\nAla"),
        ("", ""),
    ],
)
def test_words_and_marks_are_kept(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)" style="color:red">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<img src="file:///etc/passwd">',
        '<iframe src="https://example.org"></iframe>',
        '<ul class="hds-button">x</ul>',
    ],
)
def test_what_could_do_harm_is_taken_out(html: str) -> None:
    clean = sanitize(html)
    for harm in ("script", "onclick", "style", "javascript", "file:", "iframe", "img", "hds-button"):
        assert harm not in clean


@given(st.text())
def test_sanitising_twice_changes_nothing_and_reading_never_raises(html: str) -> None:
    clean = sanitize(html)
    assert sanitize(clean) == clean
    plain_text(html)
