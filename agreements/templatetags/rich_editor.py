"""What the editor of running text needs in a page's head."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from agreements import rich_editor
from agreements.markup import as_plain_markup, from_written

register = template.Library()


@register.simple_tag
def rich_editor_head() -> SafeString:
    """Once in a page's head: the editor's style and what its script reads.

    The page's own module imports `mount` from js/edit/rich.js. Nothing here runs in the page: its content policy
    stays as it is.
    """
    return format_html(
        '<link rel="stylesheet" href="{}">{}',
        static("css/rich.css"),
        json_script(rich_editor.page_settings(), rich_editor.SETTINGS_ID),
    )


@register.simple_tag
def rich_hint() -> SafeString:
    """How the plain form is written; the editor hides it."""
    return rich_editor.plain_hint()


@register.filter
def as_plain(written: str) -> str:
    """What the text area of running text holds for those without scripts: the text in its plain form."""
    return as_plain_markup(from_written(written))


@register.filter
def as_html(written: str) -> str:
    """What the script reads of the same text area, from its `data-html`."""
    return from_written(written)
