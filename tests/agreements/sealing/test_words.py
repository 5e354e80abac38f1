"""Everything that an examination can find has words, and says no more than was found."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from django.utils import translation

from agreements.sealing import Change, Findings, Signature, Stamp, Trouble, Verdict
from agreements.sealing.words import (
    change_words,
    changes_words,
    signature_words,
    verdict_explained,
    verdict_words,
)

AT = datetime.datetime(2026, 11, 26, 12, 30, tzinfo=datetime.UTC)
OURS = Signature(
    end=10,
    digest_holds=True,
    signature_holds=True,
    covers_file=True,
    by="Turun kaupunki",
    certificate="ab",
    is_ours=True,
    says_at=AT,
    level="PAdES B-B",
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_has_its_own_words(verdict: Verdict) -> None:
    others = [verdict_words(Findings(verdict=one, sha256="")) for one in Verdict if one is not verdict]
    findings = Findings(verdict=verdict, sha256="")
    assert verdict_words(findings) not in others
    assert verdict_explained(findings).endswith(".")


@pytest.mark.parametrize("trouble", Trouble)
def test_what_could_not_be_read_is_explained(trouble: Trouble) -> None:
    assert verdict_explained(Findings(verdict=Verdict.UNREADABLE, sha256="", trouble=trouble)).endswith(".")


def test_each_change_has_its_own_words() -> None:
    findings = Findings(verdict=Verdict.CHANGED, sha256="", changes=tuple(Change))
    assert changes_words(findings) == [change_words(change) for change in Change]
    assert len(set(changes_words(findings))) == len(Change)


def test_our_seal_is_told_with_its_holder_its_time_and_its_level() -> None:
    assert signature_words(OURS) == [
        "The seal of this service: Turun kaupunki.",
        "It holds, and covers the whole file.",
        "By its own word it was made on 26.11.2026 14.30.",
        "Its level is PAdES B-B.",
    ]


def test_a_demonstration_seal_is_called_what_it_is() -> None:
    assert "demonstration seal, which nobody trusts" in signature_words(replace(OURS, is_demo=True))[0]


def test_somebody_elses_signature_is_never_called_ours() -> None:
    assert signature_words(replace(OURS, is_ours=False))[0].startswith("Somebody else's signature")


def test_a_time_stamp_is_witnessed_and_replaces_the_signers_own_word() -> None:
    said = signature_words(replace(OURS, stamp=Stamp(at=AT, by="Aikaleima Oy"), level="PAdES B-T"))
    assert (
        said[2]
        == "A time-stamp server, Aikaleima Oy, bears witness that it was made on 26.11.2026 14.30 at the latest."
    )
    assert len(said) == 4


def test_only_a_seal_that_holds_is_said_to_hold() -> None:
    for digest, signature, whole in product((True, False), repeat=3):
        said = signature_words(replace(OURS, digest_holds=digest, signature_holds=signature, covers_file=whole))[1]
        assert said.startswith("It holds") == (digest and signature)
        assert ("whole file" in said) == (digest and signature and whole)


def test_a_signature_that_cannot_be_read_has_one_sentence() -> None:
    assert signature_words(Signature(end=1)) == ["A signature that cannot be read."]
