"""A small archival file, its seal, and the store in which it is found."""

import datetime
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agreements.exports.pdf.archive import Archive, Attachment
from agreements.exports.pdf.press import print_html
from agreements.sealing import Known, Sealer, examine, open_sealer, seal
from agreements.sealing.demo import self_signed
from agreements.sealing.findings import Findings
from config.seal import SealSettings

AT = datetime.datetime(2026, 11, 26, 12, 30, tzinfo=datetime.UTC)
NAME = "Turun kaupungin sinetti"

HTML = """<!doctype html><html lang="fi"><head><title>Sopimus 2027 – {title}</title></head><body>
<h1>Sopimus</h1><p>Kirjasto on auki. <a href="#loppu">Loppu</a></p>
<div style="break-before: page"><h2>Tavoitteet</h2><p>Tyytyväisyys ≥ 90 %.</p></div>
<div style="break-before: page"><h2 id="loppu">Allekirjoitukset</h2><p>Helena Laine</p></div></body></html>"""

Examined = Callable[[bytes], Findings]


def content_of(title: str) -> bytes:
    return json.dumps({"title": title}).encode()


def archived(title: str = "Asiakaspalvelut") -> bytes:
    """A file of three pages as it is before it is sealed."""
    content = content_of(title)
    archive = Archive(
        organisation="Turun kaupunki",
        kind="palvelutuotantosopimus",
        year=2027,
        version=1,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=AT,
        signatories=("Helena Laine, palvelupäällikkö",),
        attachments=(Attachment(name="sopimus.json", content=content, description="Sopimuksen sisältö"),),
        seal_label="Sinetti",
    )
    return print_html(HTML.format(title=title), archive=archive)


def sealer_named(name: str, folder: Path) -> Sealer:
    path = folder / "seal.pem"
    path.write_bytes(self_signed(name, at=AT))
    return open_sealer(SealSettings(certificate=path))


def stored(title: str, pdf: bytes, ours: Sealer) -> Known:
    return Known(
        name=title,
        file_sha256=hashlib.sha256(pdf).hexdigest(),
        content_sha256=hashlib.sha256(content_of(title)).hexdigest(),
        certificate=ours.fingerprint,
        pdf=pdf,
    )


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    return sealer_named(NAME, tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="session")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    """Somebody else's certificate that says the same name."""
    return sealer_named(NAME, tmp_path_factory.mktemp("theirs"))


@pytest.fixture(scope="session")
def unsealed() -> bytes:
    return archived()


@pytest.fixture(scope="session")
def sealed(unsealed: bytes, ours: Sealer) -> bytes:
    return seal(unsealed, sealer=ours, reason="Sopimus on allekirjoitettu", at=AT).pdf


@pytest.fixture(scope="session")
def another(ours: Sealer) -> bytes:
    """Another document of ours."""
    return seal(archived("Yhteiset palvelut"), sealer=ours, reason="Sopimus on allekirjoitettu", at=AT).pdf


@pytest.fixture(scope="session")
def store(sealed: bytes, another: bytes, ours: Sealer) -> Callable[[str], Known | None]:
    documents = [stored("Asiakaspalvelut", sealed, ours), stored("Yhteiset palvelut", another, ours)]
    return {digest: one for one in documents for digest in (one.file_sha256, one.content_sha256)}.get


@pytest.fixture(scope="session")
def examined(store: Callable[[str], Known | None], ours: Sealer) -> Examined:
    """What is found of a file."""
    return lambda pdf: examine(pdf, known=store, ours={ours.fingerprint})
