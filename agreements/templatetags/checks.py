"""How findings stand in pages."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from agreements.checks import Finding
from agreements.models import Agreement

register = template.Library()


@register.filter
def in_words(finding: Finding, language: str) -> SafeString:
    """The finding's sentence, the document's own words in it marked as being in the document's language."""
    return finding.html(language)


@register.simple_tag
def finding_address(finding: Finding, agreement: Agreement, links: str = "") -> str:
    """Where the finding's row is: in the page that shows it, or on the one that `links` says ("editor", "reading")."""
    if links == "reading":
        return f"{agreement.get_absolute_url()}#{f's{finding.section}' if finding.section else finding.row}"
    page = reverse("edit", args=[agreement.slug]) if links == "editor" else ""
    return f"{page}#{finding.anchor}"
