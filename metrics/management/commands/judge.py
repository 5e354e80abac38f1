"""`manage.py judge`: one judgement for each JSON line on standard input.

In: {"id", "target", "actual", "prior", "year", "metric", "language", "direction", "history"}; all but the target may
be missing. Out: {"id", "kind", "verdict", "low", "high", "unit", "closeness", "reason"}, or {"id", "error"} for a line
that cannot be read; the lines after it are judged all the same.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from typing import Any

from django.core.management.base import BaseCommand

from metrics.judgement import judge
from metrics.reasons import LANGUAGES

TEXTS = ("target", "actual", "prior", "metric")
DIRECTIONS = ("more", "less", "within")


class Command(BaseCommand):
    help = "Reads targets and actuals as JSON lines and writes a judgement of each."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        lines = sys.stdin
        if isinstance(lines, TextIOWrapper):
            lines.reconfigure(encoding="utf-8", errors="replace")
        for answer in answers(lines):
            line = json.dumps(answer, ensure_ascii=False)
            self.stdout.write(line.encode("utf-8", "replace").decode())  # half a character cannot be written


def answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The answer to each line that is not empty."""
    for line in lines:
        if line.strip():
            yield answer(line)


def answer(line: str) -> dict[str, Any]:
    """The judgement of one line, or what is wrong with it."""
    try:
        question = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "The line is not JSON."}
    if not isinstance(question, dict):
        return {"id": None, "error": "The line is not an object."}
    wrong = _wrong(question)
    if wrong is not None:
        return {"id": question.get("id"), "error": wrong}
    judgement = judge(
        *(_text(question.get(name)) for name in ("target", "actual")),
        prior=_text(question.get("prior")),
        year=_year(question.get("year")),
        metric=_text(question.get("metric")),
        direction=question.get("direction"),
        history={int(year): str(value) for year, value in (question.get("history") or {}).items()},
    )
    return {
        "id": question.get("id"),
        "kind": judgement.kind,
        "verdict": judgement.verdict,
        "low": _plain(judgement.low),
        "high": _plain(judgement.high),
        "unit": judgement.unit,
        "closeness": _plain(judgement.closeness),
        "reason": judgement.says(question.get("language") or "fi"),
    }


def _wrong(question: dict[str, Any]) -> str | None:
    """What is wrong with the keys of a question, in words; None when nothing is."""
    if "target" not in question:
        return "The key target is missing."
    for name in TEXTS:
        if isinstance(question.get(name), bool | list | dict):
            return f"The value of {name} is not text."
    if question.get("year") is not None and _year(question["year"]) is None:
        return "The year is not a whole number between 1900 and 2200."
    if question.get("language") not in (None, "", *LANGUAGES):
        return "The language is none of fi, sv and en."
    if question.get("direction") not in (None, *DIRECTIONS):
        return "The direction is none of more, less and within."
    history = question.get("history") or {}
    if not isinstance(history, dict) or not all(_year(year) for year in history):
        return "The history is not an object of years."
    return None


def _text(value: Any) -> str | None:
    """A text as it is; a JSON number as it is written in Finnish."""
    if value is None or isinstance(value, str):
        return value
    return str(value).replace(".", ",")


def _year(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    digits = str(value)
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) == 4 and 1900 <= int(digits) <= 2200
        else None
    )


def _plain(value: Decimal | date | None) -> int | float | str | None:
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if value == value.to_integral_value() else float(value)
