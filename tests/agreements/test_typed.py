"""What was typed in a refused form is shown again, and nothing else of the form."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.typed import LONGEST, MOST, typed_texts

WORDS = "Tavoite tarkistetaan syksyllä johtoryhmässä."


def test_words_are_kept_as_they_were_typed_each_once() -> None:
    typed = f"  {WORDS}\r\n– toinen rivi "
    assert typed_texts([("reason", [typed]), ("text", [WORDS, WORDS])]) == [typed, WORDS]


def test_a_text_on_two_lines_is_words_however_short() -> None:
    assert typed_texts([("note", ["yksi\nkaksi"])]) == ["yksi\nkaksi"]


def test_choices_numbers_and_identifiers_are_left_out() -> None:
    fields = [("kind", ["service_agreement"]), ("year", ["2026"]), ("target", ["väh. 3 krt"]), ("seen", ["a" * 64])]
    assert typed_texts(fields) == []


def test_secrets_are_never_shown() -> None:
    names = ("password", "new_password1", "csrfmiddlewaretoken", "recovery_code", "client_secret", "credential")
    assert typed_texts([(name, [f"oikea hevonen akku niitti {name}"]) for name in names]) == []


def test_there_are_limits() -> None:
    texts = typed_texts([("text", [f"{number} {'sana ' * 10_000}" for number in range(MOST + 5)])])
    assert len(texts) == MOST
    assert {len(text) for text in texts} == {LONGEST}


@given(st.lists(st.tuples(st.text(), st.lists(st.text()))))
def test_whatever_a_form_brings_only_its_own_texts_are_shown(fields: list[tuple[str, list[str]]]) -> None:
    sent = {text for _name, values in fields for text in values}
    assert set(typed_texts(fields)) <= sent
