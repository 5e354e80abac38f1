"""The sealer that the settings name."""

from dataclasses import replace
from functools import cache

from django.conf import settings
from django.utils import timezone

from agreements.sealing.certificates import Sealer, open_sealer
from agreements.sealing.demo import demo_certificate
from config.seal import SealSettings


@cache
def sealer() -> Sealer:
    """The organisation's sealer, opened once in a process; in development a demonstration one if none is named.

    Raises NoSealError with a sentence that says what to set, and SealError when what is set cannot be used.
    """
    named: SealSettings = settings.SEAL
    if settings.DEMO_SEAL_FOLDER and not named.is_named:
        named = replace(named, certificate=demo_certificate(settings.DEMO_SEAL_FOLDER, at=timezone.now()))
    return open_sealer(named)
