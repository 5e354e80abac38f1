"""What the workbook says besides the tables themselves: its cover, the chapters' text, the titles over the tables."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.amendment import version_name
from agreements.document import Document
from agreements.exports.workbook.names import sheet_names
from agreements.models import Status
from agreements.models.agreement import SignedOn
from agreements.models.people import UnitKind
from agreements.parties import DocumentParty
from agreements.sections import DocumentSection
from agreements.sheets import Cell, Row, Rule, Sheet, Style, band, heading_cell
from agreements.titles import display_title

_COVER_WIDTHS = (26, 38, 42, 34)
_CHAPTER_WIDTHS = (10, 36, 94)
_SIGNATURE_HEIGHT = 42


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A whole sheet: `rows` from its title to its end, `headings` the rows among them that repeat on every page.

    `divided` sheets have lines between their columns, in print and on screen.
    """

    name: str
    widths: Sequence[float]
    rows: Sequence[Row]
    headings: range = range(0)
    divided: bool = True


def book_sheets(document: Document) -> list[BookSheet]:
    """The sheets of the document's workbook, in the language that is active."""
    tables = [
        (section, sheet)
        for section in document.sections
        if (sheet := section.kind.sheet(section, document)) is not None
    ]
    cover, chapters, *names = sheet_names(
        [_("Cover"), _("Chapters"), *(section.name for section, _sheet in tables)], fallback=_("Table")
    )
    name_of = {section.pk: name for (section, _sheet), name in zip(tables, names, strict=True)}
    trails = trails_of(document)
    return [
        BookSheet(cover, _COVER_WIDTHS, tuple(_cover_rows(document)), divided=False),
        _chapters(document, chapters, name_of),
        *(table_sheet(section, sheet, name_of[section.pk], trails[section.pk]) for section, sheet in tables),
    ]


def written_date(date: datetime.date) -> str:
    """A date as Finnish documents write it: 31.12.2021."""
    return f"{date.day}.{date.month}.{date.year}"


def changed_date(document: Document) -> str:
    """The day on which the content last changed, by the clock of the place."""
    return written_date(timezone.localtime(document.changed_at, timezone.get_default_timezone()))


def trails_of(document: Document) -> dict[int, str]:
    """For each section the document, the unit and the chapters that it stands in."""
    head = [display_title(document.title), *([document.unit_name] if document.unit_name else [])]
    trails: dict[int, str] = {}
    chapters: list[DocumentSection] = []
    for section in document.sections:
        while chapters and chapters[-1].level >= section.level:
            chapters.pop()
        trails[section.pk] = " · ".join([*head, *(chapter.label for chapter in chapters if chapter.label)])
        chapters.append(section)
    return trails


def table_sheet(section: DocumentSection, sheet: Sheet, name: str, trail: str) -> BookSheet:
    columns = len(sheet.widths)
    captions = [section.caption if section.label else None, sheet.caption]
    title = [
        band(trail, columns, Style.VOICE, Rule.NONE),
        band(section.name, columns, Style.TITLE, Rule.NONE),
        *(band(caption, columns, Style.BAND, Rule.NONE) for caption in captions if caption),
    ]
    rows = (*title, *sheet.headings, *sheet.rows)
    return BookSheet(name, sheet.widths, rows, range(len(title), len(title) + len(sheet.headings)))


def _cover_rows(document: Document) -> Iterator[Row]:
    columns = len(_COVER_WIDTHS)
    yield band(display_title(document.title), columns, Style.TITLE, Rule.NONE)
    for text in document.cover:
        yield band(text, columns, Style.TEXT, Rule.NONE)
    for at, (label, text) in enumerate(_particulars(document)):
        cells = (Cell(label, Style.STRONG), Cell(text, columns=columns - 1), None, None)
        yield Row(cells, Rule.HAIRLINE if at else Rule.STRONG)
    if document.parties:
        yield band("", columns, Style.TEXT, Rule.STRONG)
        yield band(_("Signatures"), columns, Style.BAND, Rule.NONE)
        usual = (_("Title"), _("Name"), _("Signature"), _("Place and date"))
        yield Row(tuple(heading_cell(None, heading) for heading in usual), Rule.THIN)
        for party in document.parties:
            yield _signature_row(party)


def _particulars(document: Document) -> Iterator[tuple[str, str]]:
    for unit in document.units:
        yield capfirst(str(UnitKind(unit.kind).label)), unit.name
    yield _("Period"), f"{written_date(document.period_start)}–{written_date(document.period_end)}"
    if document.date:
        yield _("Date"), written_date(document.date)
    yield _("Version"), str(document.version)
    if document.supersedes is not None:
        yield _("Supersedes"), version_name(document.supersedes)
    if document.holds_from:
        yield _("Holds from"), written_date(document.holds_from)
    yield _("Status"), str(Status(document.status).label)
    yield _("Content changed"), changed_date(document)
    if document.purpose:
        yield _("Purpose of the agreement"), document.purpose


def _signature_row(party: DocumentParty) -> Row:
    cells = (
        Cell(capfirst(party.title), Style.STRONG),
        Cell(party.name),
        Cell(_signed(party), Style.SIGNATURE),
        Cell(None, Style.SIGNATURE),
    )
    return Row(cells, Rule.HAIRLINE, _SIGNATURE_HEIGHT)


def _signed(party: DocumentParty) -> str | None:
    if party.signed == SignedOn.PAPER:
        return _("Signed on paper")
    if party.signed_at is None:
        return None
    local = timezone.localtime(party.signed_at, timezone.get_default_timezone())
    return _("Signed in the application %(at)s") % {"at": f"{written_date(local)} {local.hour}.{local.minute:02}"}


def _chapters(document: Document, name: str, name_of: dict[int, str]) -> BookSheet:
    columns = len(_CHAPTER_WIDTHS)
    title = [
        band(display_title(document.title), columns, Style.VOICE, Rule.NONE),
        band(_("Chapters"), columns, Style.TITLE, Rule.NONE),
    ]
    usual = (_("Number"), _("Heading"), _("Text"))
    heading = Row(tuple(heading_cell(None, text) for text in usual), Rule.STRONG)
    rows = [row for section in document.sections for row in _chapter_rows(section, name_of.get(section.pk))]
    return BookSheet(name, _CHAPTER_WIDTHS, (*title, heading, *rows), range(len(title), len(title) + 1), divided=False)


def _chapter_rows(section: DocumentSection, own_sheet: str | None) -> Iterator[Row]:
    """The section's number and heading, and beside them its text, a row for each paragraph; or a link to its table."""
    number, rule = Cell(section.number, Style.IDENTIFIER), Rule.STRONG if section.level == 1 else Rule.THIN
    if own_sheet is not None:
        link = Cell(f"→ {section.name}", Style.LINK, target=own_sheet)
        yield Row((number, Cell(section.heading or section.caption, Style.STRONG), link), rule)
        return
    lines: list[tuple[str | None, str | None]] = [(None, section.caption)] if section.caption else []
    for label, text in section.kind.passages(section):
        lines += [(None if at else label, paragraph) for at, paragraph in enumerate(text.split("\n\n"))]
    if section.label and (not lines or lines[0][0]):
        lines.insert(0, (None, None))
    for at, (label, text_or_none) in enumerate(lines):
        heading = label or (None if at else section.heading)
        cells = (Cell() if at else number, Cell(heading, Style.STRONG), Cell(text_or_none))
        line = Rule.HAIRLINE if at and label else Rule.NONE if at else rule
        yield Row(cells, line, leads=not text_or_none)
