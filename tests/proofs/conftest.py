"""How large the proofs are: small in `./dev test`, whole in `./dev prove`, which says so in the environment."""

import os

import pytest


def _count(name: str, small: int) -> int:
    return int(os.environ.get(name) or small)


@pytest.fixture(scope="session")
def writers() -> int:
    return _count("PROOF_WRITERS", 4)


@pytest.fixture(scope="session")
def saves() -> int:
    return _count("PROOF_SAVES", 6)


@pytest.fixture(scope="session")
def kills() -> int:
    return _count("PROOF_KILLS", 6)


@pytest.fixture(scope="session")
def signings() -> int:
    """How often a signing is killed, and how often a closing."""
    return _count("PROOF_SIGNINGS", 2)


@pytest.fixture(scope="session")
def meetings() -> int:
    """How often people meet at one document, each time from the start."""
    return _count("PROOF_MEETINGS", 1)
