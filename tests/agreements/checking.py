"""Findings of the example documents, for the tests of checks."""

from django.utils import translation

from agreements.checks import Finding, checks_of
from agreements.models import Agreement, Section, User
from agreements.rows.snapshot import load_snapshot

DRAFT = "yhteiset-palvelut-2021"
TURKU_PLAN, PORVOO_PLAN, PROJECT = "turku-ake-2024", "porvoo-ake-2026", "lumme-2018"


def findings(slug: str, *, by: str = "pekka.salo", language: str = "en") -> list[Finding]:
    """What the document's newest version gives to look at."""
    agreement = Agreement.objects.newest().get(slug=slug)
    user = User.objects.get(email=f"{by}@example.org")
    with translation.override(language):
        return checks_of(agreement, load_snapshot(agreement), user=user)


def codes(slug: str) -> list[str]:
    return [finding.code for finding in findings(slug)]


def told(slug: str, code: str, *, by: str = "pekka.salo") -> list[str]:
    """The sentences of the findings of the code."""
    return [finding.sentence for finding in findings(slug, by=by) if finding.code == code]


def section_of(slug: str, kind: str) -> Section:
    """The document's first section of the kind."""
    return Section.objects.filter(agreement__slug=slug, kind=kind).order_by("pk")[0]


def write(slug: str, heading: str, html: str) -> Section:
    """Running text in place of what stands under the heading."""
    section = Section.objects.get(agreement__slug=slug, heading=heading, kind="text")
    section.html = html
    section.save()
    return section
