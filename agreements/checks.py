"""What is worth a look before a document is sent: warnings in words, each with the row that it is about.

Nothing here stops anybody: what is declared is kept, the check is shown. A kind of section brings its own checks
(`SectionKind.checks`); those of the document as a whole are here.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Agreement, User
from agreements.rows.snapshot import Row, Snapshot
from agreements.sections import registry

LONGEST_QUOTE = 45
PARTIES = "signatures"
"""Where a page has the parties, whoever they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One warning, in the language that was active when it was found.

    `words` is a sentence with places as "%(goal)s": for `quotes`, the document's own words, and for `figures`, what
    belongs to no language. `row` is the id of a row in the page ("goal-12"; "signatures" for all parties), `section`
    the id of its section in the database, None for the document's own rows.
    """

    code: str
    words: str
    row: str
    field: str = ""
    section: int | None = None
    quotes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    figures: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """The id in the editor's page of the field, or of the row, that the warning is about."""
        return f"{self.row}-{self.field}" if self.field else self.row

    @property
    def sentence(self) -> str:
        return self.words % {**self.quotes, **self.figures}

    def html(self, language: str) -> SafeString:
        """The sentence with the document's words marked as being in the document's language."""
        quotes = {name: format_html('<span lang="{}">{}</span>', language, text) for name, text in self.quotes.items()}
        figures = {name: conditional_escape(text) for name, text in self.figures.items()}
        return SafeString(str(conditional_escape(self.words)) % {**quotes, **figures})  # each part is escaped


@dataclass(frozen=True, slots=True)
class Checked:
    """What is checked: a document with its rows, for a reader who may not see everything that other documents hold."""

    agreement: Agreement
    snapshot: Snapshot
    user: User


def checks_of(agreement: Agreement, snapshot: Snapshot, *, user: User) -> list[Finding]:
    """Everything worth a look in the document's rows, in reading order; what has no section comes last.

    Kinds of section may ask the database what other documents say, in a fixed number of queries whatever the length.
    """
    checked = Checked(agreement, snapshot, user)
    places: dict[int | None, int] = {}
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row, _level in snapshot.sections():
        places[row.pk] = len(places)
        by_kind[row.state["kind"]].append(row)
    found = [finding for kind, rows in by_kind.items() for finding in registry[kind].checks(rows, checked)]
    found.sort(key=lambda finding: places.get(finding.section, len(places)))
    return [*found, *_amendment_checks(checked), *_party_checks(checked)]


def _amendment_checks(checked: Checked) -> Iterator[Finding]:
    """An amendment says from when it holds."""
    agreement = checked.agreement
    if agreement.version > 1 and not agreement.holds_from:
        yield Finding(
            code="amendment_without_day",
            words=_("The amendment does not say from which day it holds"),
            row=f"agreement-{agreement.pk}",
            field="holds_from",
        )


def _party_checks(checked: Checked) -> Iterator[Finding]:
    """Whoever signs: somebody has to, and a title alone signs nothing."""
    parties = checked.snapshot.of("party", checked.agreement.pk)
    if not parties:
        yield Finding(code="no_parties", words=_("The document has no parties"), row=PARTIES)
    nameless = [party for party in parties if not party.state["name"]]
    if nameless:
        yield Finding(
            code="party_without_name",
            words=ngettext("A party has no name: %(titles)s", "Parties have no names: %(titles)s", len(nameless)),
            row=nameless[0].id,
            field="name",
            quotes={"titles": ", ".join(short(party.state["title"]) for party in nameless)},
        )


def short(text: str | None) -> str:
    """The first words of the text, on one line, to call it by."""
    words = " ".join((text or "").split())
    if len(words) <= LONGEST_QUOTE:
        return words
    start = words[:LONGEST_QUOTE]
    return (start.rpartition(" ")[0] or start).rstrip(" ,.;:–-") + "…"
