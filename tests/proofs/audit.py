"""What must be true of a draft that many have written on: pure checks of what its database tells."""

import copy
from collections import Counter
from collections.abc import Sequence
from typing import Any

Mark = tuple[int, str, str]
"""What a writer has appended: the row's id, the field, and the mark itself."""


def lost(told: dict[str, Any], confirmed: Sequence[Mark]) -> list[Mark]:
    """The confirmed marks that are not in the texts any more."""
    texts = {row["pk"]: row["texts"] for row in told["rows"]}
    return [(pk, field, mark) for pk, field, mark in confirmed if mark not in texts[pk][field].split()]


def problems(start: dict[str, Any], told: dict[str, Any], confirmed: Sequence[Mark]) -> list[str]:
    """What is not as it must be: every confirmed mark in the text and in history, once, and nothing half done."""
    found = [f"{mark} was confirmed and is lost" for mark in lost(told, confirmed)]
    if not told["whole"]:
        found.append("the database file is not whole")
    numbers = [step["number"] for step in told["steps"]]
    if numbers != list(range(start["revision"] + 1, told["revision"] + 1)):
        found.append(f"the steps' numbers are not those up to {told['revision']}: {numbers}")
    rows = {row["pk"]: copy.deepcopy(row) for row in start["rows"]}
    written: list[Mark] = []
    for step in told["steps"]:
        found += _replay(step, rows, written)
    now = {row["pk"]: row for row in told["rows"]}
    found += [f"row {pk} is not what its history makes of it" for pk, row in rows.items() if now[pk] != row]
    found += [f"{mark} was written {times} times" for mark, times in Counter(written).items() if times > 1]
    found += [f"{mark} was confirmed twice" for mark, times in Counter(confirmed).items() if times > 1]
    found += [f"{mark} was confirmed, but history knows nothing of it" for mark in set(confirmed) - set(written)]
    found += [f"{mark} was written, but never confirmed" for mark in set(written) - set(confirmed)]
    return found


def _replay(step: dict[str, Any], rows: dict[int, dict[str, Any]], written: list[Mark]) -> list[str]:
    """Take the step on the rows; what does not fit to what the steps before it left."""
    number = step["number"]
    if len(step["changes"]) != 1:
        return [f"step {number} has {len(step['changes'])} changes"]
    change = step["changes"][0]
    row = rows[change["row"]]
    [(field, before)] = change["before"].items()
    [after] = change["after"].values()
    found = []
    if change["version"] != row["version"] + 1:
        found.append(f"step {number} makes version {change['version']} of version {row['version']}")
    if (before or "") != row["texts"][field]:
        found.append(f"step {number} changes a text that was not there")
    mark = after.split()[-1]
    if after != f"{before or ''} {mark}".strip():
        found.append(f"step {number} writes over what others wrote")
    written.append((change["row"], field, mark))
    row["version"], row["texts"][field] = change["version"], after
    return found
