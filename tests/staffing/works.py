"""Positions at work, for tests of staffing."""

from typing import Any

from agreements.models import Section
from staffing.models import Allocation, Position


def works_for(number: str, slug: str, percent: str | None, **dates: Any) -> Allocation:
    """The position of that number given work in the document."""
    section = Section.objects.filter(agreement__slug=slug, kind="staffing")[0]
    position = Position.objects.get(number=number)
    return Allocation.objects.create(
        section=section,
        held_by=position,
        title=position.title,
        number=number,
        percent=percent,
        position=99,
        **dates,
    )


def allocation(number: str, slug: str = "turku-ake-2024") -> Allocation:
    return Allocation.objects.get(number=number, section__agreement__slug=slug)
