"""A training table as it is printed: each module a block that stays on one page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template

from agreements.kinds.training import ContentRow, ModuleRow, Training
from agreements.print_layout import cell_height, dealt_out

register = template.Library()

_COLUMN = 60.0
"""The width of the columns of contents and of deliveries, in millimetres."""
_PAGE = 215.0
"""Millimetres of rows on an upright page, under the table's headings."""


@dataclass(frozen=True, slots=True)
class ModuleBlock:
    """A module with its contents, or as many of them as fit a page; `continued` when it began in the block before."""

    title: str
    contents: tuple[ContentRow, ...]
    continued: bool


@register.filter
def module_blocks(training: Training) -> list[ModuleBlock]:
    """The table's modules, dealt out over pages."""
    return [block for module in training.modules for block in _blocks(module)]


def _blocks(module: ModuleRow) -> Iterator[ModuleBlock]:
    contents = module.contents or (ContentRow("", ()),)
    for run in dealt_out([_row_height(content) for content in contents], page=_PAGE):
        yield ModuleBlock(module.title, contents[run.start : run.stop], run.start > 0)


def _row_height(content: ContentRow) -> float:
    return max(cell_height(content.title, _COLUMN), cell_height("\n".join(content.deliveries), _COLUMN))
