"""The editor of running text: what a page tells its script, and the field that works without it."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.markup import as_plain_markup, from_written

LIBRARY = "django_prose_editor/editor.js"
SETTINGS_ID = "rich-editor"


def tool_words() -> dict[str, str]:
    """What the editor's tools are called, by the names that the script has for them; in the reader's language."""
    return {
        "tools": _("Text tools"),
        "heading": _("Heading"),
        "bold": _("Bold"),
        "italic": _("Italics"),
        "bullets": _("List with dashes"),
        "checks": _("List with check marks"),
        "plain": _("List without marks"),
        "numbers": _("Numbered list"),
        "outdent": _("Move the item outwards"),
        "indent": _("Move the item inwards"),
        "quote": _("Quotation"),
        "link": pgettext("in a text", "Link"),
        "table": pgettext("in a text", "Table"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "unformatted": _("Paste without formatting"),
        "rowAdd": _("Add a row below"),
        "columnAdd": _("Add a column to the right"),
        "rowDelete": _("Delete the row"),
        "columnDelete": _("Delete the column"),
        "headRow": _("Row of headings"),
        "headCell": _("Heading cell"),
        "merge": _("Merge the cells"),
        "split": _("Split the cell"),
        "tableDelete": _("Delete the table"),
        "address": _("Web or e-mail address"),
        "badAddress": _("Write a web address (https://…) or an e-mail address."),
        "setLink": _("Set the link"),
        "removeLink": _("Remove the link"),
        "cancel": _("Cancel"),
    }


def page_settings() -> dict[str, Any]:
    """What the script reads: where the editor's code is, and the words of its tools."""
    return {"module": static(LIBRARY), "words": tool_words()}


def plain_hint() -> SafeString:
    """How the plain form is written, for those whose browser runs no script: the editor hides it."""
    hint = _(
        "A blank line begins a new paragraph. Begin the lines of a list with “- ”, “✓ ” or “1. ”, of a list without "
        "marks with “· ”, a heading with “#### ”, a quotation with “> ”. **Bold**, *italics*, [words](https://…). "
        "A table’s row: | cell | cell |."
    )
    return format_html("<span data-rich-hint>{}</span>", hint)


class RichTextarea(forms.Textarea):
    """A text area that the script turns into the editor; without it, the text in its plain form."""

    def format_value(self, value: Any) -> str:
        return as_plain_markup(from_written(str(value or "")))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        rich = {"data-rich": True, "data-html": from_written(str(value or ""))}
        return super().get_context(name, value, rich | (attrs or {}))
