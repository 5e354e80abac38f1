"""Which headings a table's cell has. Pure Python."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class Cell:
    """A cell as HTML says it. `scope` is that of a heading, "col", "row" or "rowgroup"; a plain cell has none."""

    scope: str = ""
    colspan: int = 1
    rowspan: int = 1

    @property
    def is_band(self) -> bool:
        """A heading across the table, in a row of its own: it stands over the rows down to the next band."""
        return self.scope == "rowgroup" and self.colspan > 1

    @property
    def heads_columns(self) -> bool:
        return self.scope == "col"

    @property
    def heads_rows(self) -> bool:
        return self.scope in {"row", "rowgroup"} and not self.is_band


@dataclass(frozen=True, slots=True)
class _Place:
    cell: Cell
    rows: range
    columns: range


def headings_of(rows: Sequence[Sequence[Cell]]) -> dict[Cell, list[Cell]]:
    """The headings of every cell: those of its columns, the band that it stands under, those of its rows.

    A heading of rows has only such row headings as stand before it. A band and a heading of columns have none.
    """
    places = list(_places(rows))
    beside: dict[int, list[_Place]] = defaultdict(list)
    for place in places:
        if place.cell.heads_rows:
            for row in place.rows:
                beside[row].append(place)
    above: dict[int, list[Cell]] = defaultdict(list)
    band: list[Cell] = []
    found: dict[Cell, list[Cell]] = {}
    for place in places:
        if place.cell.heads_columns:
            for column in place.columns:
                above[column].append(place.cell)
        elif place.cell.is_band:
            band = [place.cell]
        else:
            of_columns = [cell for column in place.columns for cell in above[column]]
            of_rows = [head.cell for row in place.rows for head in beside[row] if _heads(head, place)]
            found[place.cell] = list(dict.fromkeys([*of_columns, *band, *of_rows]))
    return found


def _heads(head: _Place, place: _Place) -> bool:
    """Is the heading, in the same row, one of the cell's? A heading has those before it, another cell all."""
    return head.columns.start < place.columns.start or not place.cell.heads_rows


def _places(rows: Sequence[Sequence[Cell]]) -> Iterator[_Place]:
    """Where each cell stands in the table's grid: cells that span rows push those of later rows to the right."""
    taken_until: dict[int, int] = {}
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while taken_until.get(column, 0) > row:
                column += 1
            place = _Place(cell, range(row, min(row + cell.rowspan, len(rows))), range(column, column + cell.colspan))
            taken_until.update(dict.fromkeys(place.columns, place.rows.stop))
            column = place.columns.stop
            yield place
