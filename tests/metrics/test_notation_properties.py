"""What holds of every notation, whatever its text."""

import re
from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.judgement import judge
from metrics.notation import Kind, parse_actual, parse_target
from metrics.notation.lexicon import WORDS as LEXICON
from metrics.notation.phrases import PHRASES
from metrics.notation.units import SCALES
from metrics.notation.units import WORDS as UNITS
from metrics.reasons import LANGUAGES
from tests.metrics.test_corpus import ROWS, judged

WORDS = sorted({word for row in ROWS for word in f"{row['target']} {row['actual']}".split()})
SPACES = [" ", "\u00a0", "\u202f", "\u2009", "  "]
DASHES = ["-", "–", "−", "‒"]
RANK = {"missed": 0, "undecided": 1, "partial": 2, "met": 3}

soup = st.lists(st.sampled_from([*WORDS, "≥", "(", ")", ";", "1.2.", "%", "/", "-", "+", "2021"]), max_size=12)
vocabulary = [*LEXICON, *PHRASES, *UNITS, *SCALES, *map(str, range(12)), "-", "2,5", "1.234", "2019", "+", "5–7"]
phrases = st.lists(st.sampled_from(vocabulary), max_size=7).map(" ".join)
notations = phrases | soup.map(" ".join) | st.text(max_size=80) | st.text("0123456789.,-–/ %€()≥≤+;", max_size=40)
rows = st.sampled_from(ROWS)
whole = st.integers(0, 10**20)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(notations | st.none(), notations | st.none(), notations | st.none(), st.none() | st.integers(), notations)
def test_no_text_raises(
    target: str | None, actual: str | None, prior: str | None, year: int | None, metric: str
) -> None:
    judgement = judge(target, actual, prior=prior, year=year, metric=metric, history={2019: prior or ""})
    for language in (*LANGUAGES, "de"):
        assert judgement.says(language)


@given(st.sampled_from("0123456789 .,-–()≥kpl;%/äa\n"))
def test_a_very_long_text_is_left_to_a_person(character: str) -> None:
    assert judge(character * 10_000 + "x", "5").verdict == "undecided"
    assert judge("≥ 5", character * 10_000 + "x").verdict == "undecided"


@given(rows, st.sampled_from(SPACES), st.sampled_from(DASHES))
def test_the_kind_of_space_and_dash_changes_nothing(row: dict[str, object], space: str, dash: str) -> None:
    def written(text: object) -> str | None:
        if not isinstance(text, str):
            return None
        spaced = re.sub(r"(?<=\S)[ \u00a0]+(?=\S)", space, text)
        return re.sub("[-–−]", dash, spaced)

    other = row | {"target": written(row["target"]), "actual": written(row["actual"]), "prior": written(row["prior"])}
    assert judged(other).verdict == judged(row).verdict


@given(
    st.sampled_from(["≥", ">", "≤", "<", ">=", "<=", "≈", "=", "väh.", "alle", "yli", "minst", "at most"]),
    whole,
    st.sampled_from(["", "%", "kpl", "€", "pv"]),
    whole,
    st.sampled_from(["", " ", "  "]),
)
def test_space_around_signs_and_units_changes_nothing(sign: str, bound: int, unit: str, actual: int, gap: str) -> None:
    apart = gap if not sign[-1].isalpha() and sign != "väh." else gap or " "
    close, wide = f"{sign}{apart}{bound}{gap}{unit}", f" {sign} {bound} {unit} "
    assert judge(close, f"{actual}{gap}{unit}").verdict == judge(wide, f"{actual} {unit}").verdict


@given(st.sampled_from(SPACES), st.sampled_from(DASHES), st.integers(0, 50), st.integers(0, 60))
def test_space_and_dash_in_a_range_change_nothing(space: str, dash: str, low: int, actual: int) -> None:
    written = judge(f"{low}-{low + 5}", str(actual)).verdict
    assert judge(f"{low}{space}{dash}{space}{low + 5}", str(actual)).verdict == written
    assert judge(f"{low} {dash}{low + 5} kpl", str(actual)).verdict == written


@given(st.sampled_from(["≥", ">", "väh.", "yli", "minst", "at least", ""]), whole, whole, whole)
def test_a_higher_floor_is_never_easier(sign: str, one: int, other: int, actual: int) -> None:
    low, high = sorted((one, other))
    assume(low > 0 and not any(1950 <= bound <= 2099 for bound in (low, high)))
    easy, hard = judge(f"{sign} {low} kpl", str(actual)), judge(f"{sign} {high} kpl", str(actual))
    assert RANK[hard.verdict] <= RANK[easy.verdict]


@given(st.sampled_from(["≤", "<", "enintään", "alle", "högst", "at most"]), whole, whole, whole)
def test_a_lower_ceiling_is_never_easier(sign: str, one: int, other: int, actual: int) -> None:
    low, high = sorted((one, other))
    easy, hard = judge(f"{sign} {high} pv", f"{actual} pv"), judge(f"{sign} {low} pv", f"{actual} pv")
    assert RANK[hard.verdict] <= RANK[easy.verdict]


@given(days, days, days)
def test_an_earlier_deadline_is_never_easier(one: date, other: date, done: date) -> None:
    early, late = sorted((one, other))
    easy, hard = judge(f"{late} mennessä", str(done)), judge(f"{early} mennessä", str(done))
    assert RANK[hard.verdict] <= RANK[easy.verdict]
    assert (easy.verdict == "met") == (done <= late)


@given(st.sampled_from([("≥", ">"), ("≤", "<"), ("vähintään", "yli"), ("enintään", "alle")]), whole, whole)
def test_a_strict_bound_is_never_easier(signs: tuple[str, str], bound: int, actual: int) -> None:
    inclusive, strict = (judge(f"{sign} {bound}", str(actual)).verdict for sign in signs)
    assert RANK[strict] <= RANK[inclusive]


@given(rows)
def test_the_reader_s_language_changes_no_verdict(row: dict[str, object]) -> None:
    said = {judged(row).says(language) for language in LANGUAGES}
    assert len({judged(row | {"language": language}).verdict for language in LANGUAGES}) == 1
    assert all(said)


@given(st.integers(1, 10**6), st.sampled_from([("€", "k€", 1000), ("pv", "vko", 7), ("minuuttia", "h", 60)]))
def test_a_number_is_the_same_in_another_unit(count: int, units: tuple[str, str, int]) -> None:
    small, large, times = units
    for sign in ("≥", "≤", "="):
        assert judge(f"{sign} {count} {large}", f"{count * times} {small}").verdict == "met"
        assert judge(f"{sign} {count * times} {small}", f"{count} {large}").verdict == "met"
    assert judge(f"> {count} {large}", f"{count * times} {small}").verdict == "missed"


@given(st.decimals(0, 10**9, places=2))
def test_a_number_is_read_to_its_last_digit(number: Decimal) -> None:
    written = f"{number:f}".replace(".", ",")
    target, actual = parse_target(f"≥ {written}"), parse_actual(written)
    assert target.kind == Kind.AT_LEAST
    assert target.quantity is not None
    assert target.quantity.low == number
    assert actual.values[0].point == number


@given(whole)
def test_thousands_may_be_apart_by_any_space(number: int) -> None:
    for space in ("\u00a0", "\u202f", "\u2009", " "):
        written = f"{number:,}".replace(",", space)
        assert parse_actual(written).values[0].point == number
