"""Every notation of the corpus is read and judged as a person would."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.judgement import Judgement, judge
from metrics.reasons import LANGUAGES

CORPUS = Path(__file__).parent / "corpus"


def rows() -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]


ROWS = rows()


def judged(row: dict[str, Any]) -> Judgement:
    return judge(
        row["target"],
        row["actual"],
        prior=row["prior"],
        year=row["year"],
        metric=row["metric"],
        direction=row.get("direction"),
        history={int(year): value for year, value in row["history"].items()} if "history" in row else None,
    )


def plain(bound: Decimal | date | None) -> int | float | str | None:
    if isinstance(bound, Decimal):
        return int(bound) if bound == bound.to_integral_value() else float(bound)
    return None if bound is None else bound.isoformat()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['target']} | {row['actual']}")
def test_a_notation_is_judged_as_reasoned(row: dict[str, Any]) -> None:
    judgement = judged(row)
    found = (judgement.kind, judgement.verdict, plain(judgement.low), plain(judgement.high), judgement.unit)
    assert found == (row["kind"], row["verdict"], row["low"], row["high"], row["unit"])
    assert all(judgement.says(language) for language in LANGUAGES)


def test_the_corpus_is_broad() -> None:
    verdicts = Counter(row["verdict"] for row in ROWS)
    assert len(ROWS) >= 500
    assert len({row["target"] for row in ROWS}) >= 200
    assert set(verdicts) == {"met", "partial", "missed", "undecided"}
    assert len({row["kind"] for row in ROWS}) == 11
    assert {row["language"] for row in ROWS} == set(LANGUAGES)
