"""The summary of the units as an Excel workbook: the counts, and a sheet for each list."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from agreements.exports.workbook.book import BookDetails, render_sheets
from agreements.exports.workbook.front import BookSheet
from agreements.exports.workbook.names import sheet_names
from agreements.sheets import Cell, Row, Rule, Style, band, heading_cell
from metrics.reports.summary import Group, Line, Listing, Summary
from metrics.reports.summary import Row as CountRow
from metrics.reports.times import moment_of, written_date
from metrics.reports.workbook import STATE_STYLES

_COUNT_WIDTHS = (36, 34, 16, 11, 11, 11, 11, 11, 11, 11, 11)
_LIST_WIDTHS = (38, 24, 24, 16, 12, 14, 14, 26, 34)


def render_summary_workbook(summary: Summary) -> bytes:
    """The summary in the language that is active. The same summary gives the same bytes."""
    title = _("Follow-up of the units %(year)s") % {"year": summary.year}
    day = _("As of %(day)s") % {"day": written_date(summary.on)}
    details = BookDetails(
        title=title,
        creator=summary.scope,
        language=translation.get_language() or "fi",
        header=(summary.scope, title),
        footer=day,
        moment=moment_of(summary.on),
    )
    lists = summary.lists
    front, *names = sheet_names([_("Units"), *(each.title for each in lists)], fallback=_("Table"))
    sheets = [_list_sheet(each, name, day) for each, name in zip(lists, names, strict=True)]
    return render_sheets([_count_sheet(summary, front, title, day), *sheets], details)


def _count_sheet(summary: Summary, name: str, title: str, day: str) -> BookSheet:
    columns = len(_COUNT_WIDTHS)
    titles = [
        band(summary.scope, columns, Style.VOICE, Rule.NONE),
        band(title, columns, Style.TITLE, Rule.NONE),
        band(day, columns, Style.TEXT, Rule.NONE),
    ]
    words = [word for _state, word, _count in summary.tally.lines]
    amounts = [heading_cell(word, word, amount=True) for word in (_("Recorded"), _("Metrics"), *words)]
    texts = [heading_cell(text, text) for text in (_("Unit"), _("Document"), _("Status"))]
    heading = Row((*texts, *amounts), Rule.STRONG)
    rows = [row for group in summary.groups for row in _group_rows(group)]
    if len(summary.rows) > 1:
        rows.append(_total_row(summary))
    return BookSheet(name, _COUNT_WIDTHS, (*titles, heading, *rows), range(len(titles), len(titles) + 1))


def _group_rows(group: Group) -> Iterator[Row]:
    if group.name:
        yield band(group.name, len(_COUNT_WIDTHS))
    for row in group.rows:
        yield _count_row(row)


def _count_row(row: CountRow) -> Row:
    document = row.document
    counted: tuple[Cell | None, ...]
    if document.is_followed:
        counted = (
            _amount(row.recorded),
            _amount(row.tally.total),
            *(_amount(count) for _state, _word, count in row.tally.lines),
        )
    else:
        free = len(_COUNT_WIDTHS) - 3
        counted = (Cell(_("Not in force yet: nothing to follow."), columns=free), *(None for _place in range(free - 1)))
    return Row((Cell(document.unit, Style.STRONG), Cell(document.name), Cell(row.status_word), *counted))


def _total_row(summary: Summary) -> Row:
    numbers = (summary.recorded, summary.tally.total, *(count for _state, _word, count in summary.tally.lines))
    amounts = (Cell(str(number), Style.STRONG_AMOUNT) for number in numbers)
    return Row((Cell(_("Total"), Style.STRONG), Cell(), Cell(), *amounts), Rule.STRONG)


def _amount(number: int) -> Cell:
    return Cell(str(number), Style.AMOUNT)


def _list_sheet(listing: Listing, name: str, day: str) -> BookSheet:
    columns = len(_LIST_WIDTHS)
    titles = [
        band(day, columns, Style.VOICE, Rule.NONE),
        band(f"{listing.title} ({len(listing.lines)})", columns, Style.TITLE, Rule.NONE),
        band(listing.lead if listing.lines else listing.nothing, columns, Style.TEXT, Rule.NONE),
    ]
    texts = (
        *(_("Metric"), _("Unit"), _("Document"), _("Target"), _("Prior year"), _("Actual"), _("Due")),
        *(_("The program's reason"), _("Responsible") if listing.is_late else _("The unit's explanation")),
    )
    heading = Row(tuple(heading_cell(text, text) for text in texts), Rule.STRONG)
    rows = [_line_row(line, listing) for line in listing.lines]
    return BookSheet(name, _LIST_WIDTHS, (*titles, heading, *rows), range(len(titles), len(titles) + 1))


def _line_row(line: Line, listing: Listing) -> Row:
    style = STATE_STYLES.get(line.followed.state, Style.STRONG)
    return Row(
        (
            Cell(line.text, style),
            Cell(line.document.unit),
            Cell(line.document.name),
            Cell(line.target, Style.VALUE),
            Cell(line.prior, Style.VALUE),
            Cell(line.actual, Style.VALUE),
            Cell(written_date(line.due)),
            Cell(line.reason),
            Cell(line.responsible if listing.is_late else line.explanation),
        )
    )
