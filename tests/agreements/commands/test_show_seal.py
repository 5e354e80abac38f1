from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from agreements.sealing import sealer
from config.seal import SealSettings


@pytest.fixture(autouse=True)
def nothing_named(settings: Settings) -> Iterator[None]:
    settings.SEAL, settings.DEMO_SEAL_FOLDER = SealSettings(), None
    sealer.cache_clear()
    yield
    sealer.cache_clear()


def test_it_tells_whose_seal_it_is_and_that_a_demonstration_proves_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO_SEAL_FOLDER = tmp_path
    said = StringIO()
    call_command("show_seal", stdout=said)
    assert "DEMO seal of Sopimuskirja" in said.getvalue()
    assert sealer().fingerprint in said.getvalue()
    assert "PAdES B-B" in said.getvalue()
    assert "proves nothing" in said.getvalue()


def test_it_tells_what_is_missing() -> None:
    with pytest.raises(CommandError, match="Set SEAL_CERTIFICATE to"):
        call_command("show_seal")
