"""The training plan and the figure of its areas as sheets: a module spans its contents, a content its deliveries."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.sections import DocumentSection
from agreements.sheets import Cell, Row, Rule, Sheet, Style, heading_cell

if TYPE_CHECKING:
    from agreements.kinds.figure import Figure, FigureArea
    from agreements.kinds.training import ModuleRow, Training

_TRAINING_WIDTHS = (36, 44, 60)
_FIGURE_WIDTHS = (50, 90)


def training_sheet(section: DocumentSection) -> Sheet:
    """Modules, contents and deliveries; where the table prints no headings, the usual words stand over the columns."""
    training: Training = section.block
    usual = {"module": _("Module"), "content": _("Content"), "delivery": _("Delivery")}
    return Sheet(
        widths=_TRAINING_WIDTHS,
        headings=(
            Row(tuple(heading_cell(section.columns.get(key), word) for key, word in usual.items()), Rule.STRONG),
        ),
        rows=tuple(row for module in training.modules for row in _module_rows(module)),
    )


def _module_rows(module: "ModuleRow") -> Iterator[Row]:
    rows = sum(max(1, len(content.deliveries)) for content in module.contents)
    module_cell: Cell | None = Cell(module.title, Style.STRONG, rows=max(1, rows))
    if not module.contents:
        yield Row((module_cell, Cell(), Cell()), Rule.STRONG)
    for content in module.contents:
        deliveries = content.deliveries or (None,)
        content_cell: Cell | None = Cell(content.title, rows=len(deliveries))
        for delivery in deliveries:
            rule = Rule.STRONG if module_cell else Rule.THIN if content_cell else Rule.HAIRLINE
            yield Row((module_cell, content_cell, Cell(delivery)), rule)
            module_cell = content_cell = None


def figure_sheet(section: DocumentSection) -> Sheet:
    """The competence areas, each spanning its modules."""
    figure: Figure = section.block
    headings = (heading_cell(None, _("Competence area")), heading_cell(None, _("Module")))
    return Sheet(
        widths=_FIGURE_WIDTHS,
        headings=(Row(headings, Rule.STRONG),),
        rows=tuple(row for area in figure.areas for row in _area_rows(area)),
    )


def _area_rows(area: "FigureArea") -> Iterator[Row]:
    modules = area.modules or (None,)
    area_cell: Cell | None = Cell(area.title, Style.STRONG, rows=len(modules))
    for module in modules:
        yield Row((area_cell, Cell(module)), Rule.STRONG if area_cell else Rule.HAIRLINE)
        area_cell = None
