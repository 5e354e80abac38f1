"""Whether a signing or a closing is done or not done, and never half: pure checks of what the clerk tells."""

from typing import Any

Told = dict[str, Any]


def pieces(told: Told) -> dict[str, Any]:
    """All that a signing or a closing writes, each by a name; what is wrong in itself is none of them."""
    versions = {
        f"version {number}'s {name}": value
        for number, version in enumerate(told["versions"], start=1)
        for name, value in version.items()
    }
    counts = {f"the number of {table}": count for table, count in told["counts"].items()}
    return versions | counts | {"the log": told["log"]}


def changed_between(before: Told, after: Told) -> list[str]:
    """The names of what the whole deed changes."""
    one, other = pieces(before), pieces(after)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def side_of(told: Told, *, before: Told, after: Told) -> tuple[str, list[str]]:
    """ "before" or "after" with no problems; else "between" with what is not as it must be."""
    problems = list(told["wrong"])
    found, old, new = pieces(told), pieces(before), pieces(after)
    changed = changed_between(before, after)
    done = [name for name in changed if found.get(name) == new.get(name)]
    not_done = [name for name in changed if found.get(name) == old.get(name)]
    if done and not_done:
        problems.append(f"{', '.join(done)}: done; {', '.join(not_done)}: not done")
    for name in sorted(found.keys() | old.keys() | new.keys()):
        if found.get(name) not in (old.get(name), new.get(name)):
            problems.append(f"{name} is neither what it was nor what it was to become: {found.get(name)}")
    if problems:
        return "between", problems
    return ("after" if done else "before"), []
