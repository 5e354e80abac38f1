"""Every string that a person sees is marked for translation, and translated into Finnish and Swedish.

When a string was added: `python manage.py makemessages -l fi -l sv --no-obsolete --no-wrap --add-location file
-i .venv -i tests`, then fill in the empty and the fuzzy ones.
"""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Field, Model
from django.template.base import Lexer, Token, TokenType
from django.test import override_settings
from django.utils.functional import Promise

ROOT = Path(settings.BASE_DIR)
APPS = ("agreements", "metrics", "staffing", "budgets")
LANGUAGES = ("fi", "sv")
RELATIONS = {"OneToOneField", "ManyToManyField"}  # Their first argument is a model.
Key = tuple[str | None, str, str]

PLACEHOLDER = re.compile(r"%\(\w+\)\d*[a-zA-Z]|%[ds%]|\{\w*\}|</?\w+[^>]*>")
LETTER = re.compile(r"[^\W\d_]")
# The languages call themselves by their own names; an address and the letters in the official form are what they are,
# and a key is called what is printed on it.
KEYS = {"Tab", "Enter", "Alt", "Ctrl", "Esc", "H", "V", "Z"}
NEEDS_NO_TRANSLATION = {
    "Suomi",
    "Svenska",
    "English",
    "saavutettavuus@traficom.fi",
    "K",
    "E",
    "K/E",
    "PDF",
    "SHA-256",
    "(JSON)",
    *KEYS,
}
SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "content", "placeholder", "title"}
TEXT_ARGUMENTS = {
    "description",
    "empty_label",
    "error_message",
    "help_text",
    "label",
    "verbose_name",
    "verbose_name_plural",
}


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> set[Key]:
    """The strings that the sources mark, found by makemessages in a copy: it leaves files beside what it reads."""
    copy = tmp_path_factory.mktemp("sources")
    for name in (*APPS, "config", "templates"):
        shutil.copytree(
            ROOT / name, copy / name, ignore=lambda _folder, names: [n for n in names if n == "__pycache__"]
        )
    (copy / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch, override_settings(LOCALE_PATHS=[copy / "locale"]):
        patch.chdir(copy)
        call_command("makemessages", locale=["en"], verbosity=0)
    found = polib.pofile(str(copy / "locale/en/LC_MESSAGES/django.po"))
    assert len(found) > 200
    return {key_of(entry) for entry in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_have_what_the_sources_have_and_nothing_else(language: str, messages: set[Key]) -> None:
    translated = {key_of(entry) for entry in catalogue(language)}
    assert messages - translated == set()
    assert translated - messages == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_translated(language: str) -> None:
    lacking = [entry.msgid for entry in catalogue(language) if entry.obsolete or not entry.translated()]
    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_those_of_the_language(language: str) -> None:
    assert catalogue(language).metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    counted = [entry for entry in catalogue(language) if entry.msgid_plural]
    assert [entry.msgid for entry in counted if set(entry.msgstr_plural) != {0, 1}] == []


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_markup_survive_translation(language: str) -> None:
    wrong = []
    for entry in catalogue(language):
        if not entry.msgid_plural:
            wrong += [entry.msgid] if placeholders(entry.msgstr) != placeholders(entry.msgid) else []
            continue
        one, many = entry.msgstr_plural[0], entry.msgstr_plural[1]
        if placeholders(many) != placeholders(entry.msgid_plural) or placeholders(one) != placeholders(entry.msgid):
            wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_begin_end_and_read_like_their_strings(language: str) -> None:
    """A full stop stays a full stop; quotation marks are the language's own; an ellipsis is one character."""
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if text.strip() != text
        or (text and (entry.msgid[-1] in ".:?") != (text[-1] in ".:?"))
        or any(sign in PLACEHOLDER.sub("x", text) for sign in ('"', "'", "...", "  "))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_gettext_accepts_the_catalogue(language: str, tmp_path: Path) -> None:
    source = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    command = ["msgfmt", "--check-format", "--check-domain", "-o", str(tmp_path / "django.mo"), str(source)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "package", ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/sessions"]
)
def test_what_django_leaves_untranslated_is_translated_here(package: str, language: str) -> None:
    folder = Path(django.__file__).parent / package / "locale"
    english, theirs = (polib.pofile(str(folder / name / "LC_MESSAGES/django.po")) for name in ("en", language))
    known = {key_of(entry) for entry in (*theirs, *catalogue(language)) if entry.translated()}
    assert {key_of(entry) for entry in english} - known == set()


# --- models and Python -----------------------------------------------------------------------------------------------


def own_models() -> list[type[Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def is_plain(text: Any) -> bool:
    """Is this text for people that will never be translated?"""
    return bool(text) and not isinstance(text, Promise)


def untranslated_parts(field: "Field[Any, Any]") -> Iterator[str]:
    if is_plain(field.verbose_name):
        yield "its name"
    if is_plain(field.help_text):
        yield "its help text"
    if any(is_plain(label) for value, label in field.choices or () if value):
        yield "its choices"


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_models_and_fields_have_names_to_translate(model: type[Model]) -> None:
    names = model._meta.original_attrs
    assert not is_plain(names["verbose_name"])
    assert not is_plain(names["verbose_name_plural"])
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    plain = [
        f"{field.name}: {part}" for field in fields if not field.auto_created for part in untranslated_parts(field)
    ]
    assert [line for line in plain if line != "id: its name"] == []


def test_apps_have_names_to_translate() -> None:
    assert [app for app in APPS if is_plain(apps.get_app_config(app).verbose_name)] == []


def python_sources() -> Iterator[Path]:
    for app in (*APPS, "config"):
        for path in (ROOT / app).rglob("*.py"):
            if not {"migrations", "management"} & set(path.parts):
                yield path


def is_written_out(node: ast.expr | None) -> bool:
    """Is this text in the source, with letters in it, and not in a call that translates it?"""
    if isinstance(node, ast.JoinedStr):
        return any(is_written_out(part) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(LETTER.search(node.value))


def untranslated_arguments(tree: ast.AST) -> Iterator[int]:
    """Lines where text for people is given to what shows it, without a call that translates it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if any(keyword.arg in TEXT_ARGUMENTS and is_written_out(keyword.value) for keyword in node.keywords):
            yield node.lineno
        first = node.args[0] if node.args else None
        message = called == "ValidationError" or (called.endswith(("Field", "Column")) and called not in RELATIONS)
        if message and (
            is_written_out(first) or (isinstance(first, ast.Dict) and any(map(is_written_out, first.values)))
        ):
            yield node.lineno


def test_python_gives_no_untranslated_text_to_people() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_sources()
        for line in untranslated_arguments(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('models.TextField("name")', True),
        ('models.TextField(_("name"))', False),
        ('django_filters.CharFilter(label="Words")', True),
        ('ValidationError({"value": "Write something."})', True),
        ('ValidationError(f"There is no {name}.")', True),
        ('ValidationError(_("There is none."))', False),
        ('forms.CharField(label="–")', False),
    ],
)
def test_untranslated_arguments_are_seen(source: str, found: bool) -> None:
    assert bool(list(untranslated_arguments(ast.parse(source)))) is found


# --- templates -------------------------------------------------------------------------------------------------------


def templates() -> list[Path]:
    files = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))
    assert files
    return files


def outside_translation(tokens: list[Token]) -> Iterator[Token]:
    """The tokens that no blocktranslate, comment or verbatim block surrounds."""
    closing = ""
    for token in tokens:
        word = token.contents.split()[0] if token.contents.split() else ""
        if closing:
            closing = "" if token.token_type == TokenType.BLOCK and word == closing else closing
        elif token.token_type == TokenType.BLOCK and word in ("blocktranslate", "comment"):
            closing = f"end{word}"
        else:
            yield token


class SpokenText(HTMLParser):
    """Collects the text and the spoken attributes of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.found += [line.strip() for line in data.splitlines()]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        spoken = {name: value for name, value in attributes if value and name in SPOKEN_ATTRIBUTES}
        if tag == "meta" and "content" in spoken and dict(attributes).get("name") != "description":
            del spoken["content"]
        self.found += [value for value in spoken.values() if value]


QUOTED_ARGUMENT = re.compile(
    r"""(?:\||\b)(?:default|default_if_none|yesno|nothing|with \w+)[:=](["'])(?P<text>.*?)\1"""
)


def untranslated_text(template: str) -> list[str]:
    """The words of a template that are not in its translation tags."""
    tokens = list(outside_translation(Lexer(template).tokenize()))
    html = "".join(token.contents for token in tokens if token.token_type == TokenType.TEXT)
    tags = [token.contents for token in tokens if token.token_type in (TokenType.VAR, TokenType.BLOCK)]
    quoted = [match["text"] for tag in tags for match in QUOTED_ARGUMENT.finditer(tag)]
    words = (*SpokenText(html).found, *quoted)
    return [text for text in words if LETTER.search(text) and text not in NEEDS_NO_TRANSLATION]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_have_no_untranslated_text(path: Path) -> None:
    assert untranslated_text(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} {{ name }}: 5 %</p>', []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}</p>", []),
        ("{# A note #}<p>{% comment %}Another{% endcomment %}</p>", []),
        ('<nav aria-label="Pages"></nav><nav aria-label="{% translate \'Pages\' %}"></nav>', ["Pages"]),
        (
            '<li{% if now %} class="here"{% endif %}>{{ word|default:"none" }}{{ word|default:_("none") }}</li>',
            ["none"],
        ),
        (
            '{% include "a.html" with nothing="No rows." %}{% include "a.html" with nothing=_("No rows.") %}',
            ["No rows."],
        ),
        ('<meta name="viewport" content="width=device-width"><meta name="description" content="Words">', ["Words"]),
    ],
)
def test_untranslated_text_is_seen(template: str, found: list[str]) -> None:
    assert untranslated_text(template) == found
