"""The goal table for print templates."""

from django import template

from agreements.sections import DocumentSection
from metrics.printing import PrintTable, print_tables

register = template.Library()


@register.filter
def goal_tables(section: DocumentSection) -> list[PrintTable]:
    """The section's tables as they are printed."""
    return print_tables(section)
