"""What apps lay on the desk: a registry that the root app knows nothing else of."""

import datetime

import pytest

from agreements import desk
from agreements.desk import Laid
from agreements.models import User


def test_each_part_is_laid_once_in_the_order_in_which_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_parts", [])

    def first(user: User, on: datetime.date) -> Laid:
        return Laid(1, "first.html", "aside.html", (user, on))

    def second(user: User, on: datetime.date) -> Laid:
        return Laid(2, "second.html", "aside.html", None)

    for part in (first, second, first):
        desk.register(part)
    user, on = User(email="a@example.org"), datetime.date(2020, 12, 18)
    assert [laid.awaiting for laid in desk.lay(user, on=on)] == [1, 2]
    assert desk.lay(user, on=on)[0].content == (user, on)


def test_comments_and_follow_up_lay_their_parts() -> None:
    assert {part.__module__ for part in desk._parts} == {"agreements.comments", "metrics.desk"}
