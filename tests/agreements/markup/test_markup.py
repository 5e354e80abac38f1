"""Running text in its plain form: written, read back, and read from what people write."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.markup import as_plain_markup, from_plain_markup, from_written, is_html
from agreements.models import Section
from agreements.richtext import plain_text, sanitize

PAIRS = [
    ("", ""),
    ("<p>Yksi</p><p>Kaksi<br>kolme</p>", "Yksi\n\nKaksi\nkolme"),
    ("<h4>Otsikko</h4><p>Teksti</p>", "#### Otsikko\n\nTeksti"),
    (
        "<p><strong>lihava</strong>, <em>vino</em> ja <strong><em>molemmat</em></strong></p>",
        "**lihava**, *vino* ja ***molemmat***",
    ),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    ('<ul class="check"><li>a</li></ul><ul class="plain"><li>1. b</li></ul>', "✓ a\n\n· 1. b"),
    ("<ol><li>a<ul><li>b<br>c</li></ul></li><li>d</li></ol>", "1. a\n  - b\n    c\n2. d"),
    ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n>\n> - b"),
    (
        '<p>Katso <a href="https://www.turku.fi/(a)" rel="noopener noreferrer">sivut</a>.</p>',
        "Katso [sivut](https://www.turku.fi/\\(a\\)).",
    ),
    (
        '<table><thead><tr><th scope="col">Vuosi</th><th scope="col">a|b</th></tr></thead>'
        "<tbody><tr><td>2024</td><td></td></tr></tbody></table>",
        "| Vuosi | a\\|b |\n| --- | --- |\n| 2024 |  |",
    ),
    ("<p>- ei luettelo</p><p>1. vuosi</p><p># * \\ [a](b)</p>", "\\- ei luettelo\n\n\\1. vuosi\n\n# \\* \\\\ \\[a](b)"),
    ("<p>3. vuosineljännes</p><p>&lt;p&gt; &amp; co</p>", "3. vuosineljännes\n\n\\<p> & co"),
    ("<p>a<br><br>b</p>", "a\n\\\nb"),
]
UNWRITABLE = [
    '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
    '<table><tbody><tr><th scope="row">a</th><td>b</td></tr></tbody></table>',
    "<ul><li><p>a</p><p>b</p></li></ul>",
    "<p>kir<strong>jas</strong>to</p>",
]


@pytest.mark.parametrize(("html", "plain"), PAIRS)
def test_the_plain_form_is_read_back_to_the_same(html: str, plain: str) -> None:
    assert as_plain_markup(html) == plain
    assert from_plain_markup(plain) == html


@pytest.mark.parametrize("html", UNWRITABLE)
def test_what_the_plain_form_cannot_say_stays_html(html: str) -> None:
    assert as_plain_markup(html) == html
    assert from_written(html) == html


@pytest.mark.parametrize(
    ("written", "html"),
    [
        (
            "Perustana ovat:\n- palaute\n- toiveet\nja muuta",
            "<p>Perustana ovat:</p><ul><li>palaute</li><li>toiveet</li></ul><p>ja muuta</p>",
        ),
        ("rivi\r\ntoinen\r\n\r\n\r\nkappale", "<p>rivi<br>toinen</p><p>kappale</p>"),
        ("3. vuosineljännes\n4. vuosineljännes", "<p>3. vuosineljännes<br>4. vuosineljännes</p>"),
        ("1. a\n3. c", "<ol><li>a</li></ol><p>3. c</p>"),
        (
            "kävijät* ja lainat*\n\n* vuoden 2020 luku, 2 * 3",
            "<p>kävijät* ja lainat*</p><p>* vuoden 2020 luku, 2 * 3</p>",
        ),
        ("**kesken ja *toinen", "<p>**kesken ja *toinen</p>"),
        ("[paha](javascript:alert(1)) [1] (2)", "<p>[paha](javascript:alert(1)) [1] (2)</p>"),
        ("  - sisempi\n- ulompi", "<ul><li>sisempi</li></ul><ul><li>ulompi</li></ul>"),
        ("a | b\n|\n| --- |", "<p>a | b<br>|</p><table><tbody><tr><td>---</td></tr></tbody></table>"),
        ("3 < 4 & <b>x</b>", "<p>3 &lt; 4 &amp; &lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)
def test_what_is_no_sign_is_a_word(written: str, html: str) -> None:
    assert from_written(written) == html


@pytest.mark.parametrize("html", ["Hei &amp; moi", "<p>a</p>\n<p>b\nc</p>\n", "<strong>x</strong> y"])
def test_space_that_nobody_sees_and_text_without_a_block_are_no_hindrance(html: str) -> None:
    plain = as_plain_markup(html)
    assert not is_html(plain)
    assert plain_text(from_written(plain)) == plain_text(html)


# --- whatever the editor makes ---

WORD = st.text("aäöÅ019.,;:()[]|\\*#->·✓<&_\u00a0\u00ad", min_size=1, max_size=6).filter(
    lambda word: word.strip() == word
)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(lambda words: escape_text(" ".join(words)))


def escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def wrapped(tag: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    name = tag.split(" ")[0]
    return inner.map(lambda html: f"<{tag}>{html}</{name}>")


PIECES = st.one_of(
    WORDS,
    wrapped("strong", WORDS),
    wrapped("em", WORDS),
    wrapped("strong", wrapped("em", WORDS)),
    wrapped('a href="https://turku.fi/a_(b)?c=d&amp;e"', st.one_of(WORDS, wrapped("strong", WORDS))),
)
# Marks stand between words.
LINE = st.lists(PIECES, min_size=1, max_size=4).map(" ".join)
LINES = st.lists(LINE, min_size=1, max_size=3).map("<br>".join)
LISTS = st.recursive(
    st.nothing(),
    lambda inner: st.builds(
        lambda tag, items: f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag.split(' ')[0]}>",
        st.sampled_from(["ul", "ol", 'ul class="check"', 'ul class="plain"']),
        st.lists(st.builds(str.__add__, LINES, st.just("") | inner), min_size=1, max_size=3),
    ),
    max_leaves=4,
)
CELLS = st.lists(LINE | st.just(""), min_size=2, max_size=2)


def table(head: list[str] | None, rows: list[list[str]]) -> str:
    headings = "".join(f'<th scope="col">{cell}</th>' for cell in head or [])
    top = f"<thead><tr>{headings}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{top}<tbody>{body}</tbody></table>"


BLOCKS = st.one_of(
    wrapped("p", LINES),
    wrapped("h4", LINE),
    LISTS,
    st.builds(table, st.none() | CELLS, st.lists(CELLS, min_size=1, max_size=3)),
)
TEXTS = st.lists(BLOCKS | wrapped("blockquote", st.lists(BLOCKS, min_size=1, max_size=2).map("".join)), max_size=4).map(
    "".join
)


@given(TEXTS)
@example("".join(html for html, _ in PAIRS))
def test_whatever_the_editor_makes_has_a_plain_form_that_is_read_back_to_the_same(html: str) -> None:
    plain = as_plain_markup(html)
    assert not html or not is_html(plain)
    assert from_written(plain) == sanitize(html)


@given(st.text('pulitdhb<>/ ="*-1.#|\\ \n[]()aä&;', max_size=60))
def test_whatever_is_written_is_read_and_none_of_its_words_lost(text: str) -> None:
    html = from_plain_markup(text)
    assert sanitize(html) == html
    assert "".join(letter for letter in plain_text(html) if letter in "ulihbaä") == "".join(
        letter for letter in text if letter in "ulihbaä"
    )


@given(st.text())
@example("a\x00b")
def test_any_html_survives_the_form_without_scripts(html: str) -> None:
    assert plain_text(from_written(as_plain_markup(html))) == plain_text(sanitize(html))


@pytest.mark.parametrize(
    "written",
    [
        "> " * 5_000 + "syvä",
        "\n".join(" " * 2 * depth + "- syvä" for depth in range(300)),
        "<blockquote>" * 5_000 + "syvä",
        "<ul><li>" * 2_000 + "syvä",
        "[" * 50_000 + "syvä",
        "*a " * 20_000 + "syvä",
        "[syvä](https://" * 10_000,
        "\\" * 50_000 + "syvä",
    ],
    ids=lambda written: written[:12],
)
def test_what_nobody_writes_is_read_too(written: str) -> None:
    html = from_written(written)
    assert "syvä" in html
    assert plain_text(from_written(as_plain_markup(html))) == plain_text(html)


@pytest.mark.django_db
@pytest.mark.usefixtures("examples")
def test_every_text_of_the_examples_has_a_plain_form() -> None:
    texts = Section.objects.exclude(html="").values_list("html", flat=True)
    assert len(texts) >= 60
    for html in texts:
        plain = as_plain_markup(html)
        assert "<" not in plain
        assert from_written(plain) == sanitize(html)
