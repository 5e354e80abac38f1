"""Reads from the environment's variables where the certificate is that signed documents are sealed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SAY_TIMESTAMP_URL = (
    "Set SEAL_TIMESTAMP_URL to the address of the time-stamp server, such as http://timestamp.example.fi/."
)
SAY_PKCS11_LIBRARY = "Set SEAL_PKCS11_LIBRARY too: the token of the seal is only half configured."
SAY_PKCS11_KEY_LABEL = "Set SEAL_PKCS11_KEY_LABEL to the label of the seal's key on its token."
SAY_CERTIFICATE = "Set SEAL_CERTIFICATE to the seal's certificate, a PKCS#12 or PEM file, or SEAL_PKCS11_LIBRARY."


@dataclass(frozen=True, kw_only=True, slots=True)
class SealSettings:
    """Where the certificate is: in a file, on a PKCS#11 token (its certificate may be in a file), or nowhere."""

    certificate: Path | None = None
    key: Path | None = None
    password: str = field(default="", repr=False)
    chain: Path | None = None
    pkcs11_library: Path | None = None
    pkcs11_token: str = ""
    pkcs11_pin: str = field(default="", repr=False)
    pkcs11_key_label: str = ""
    timestamp_url: str = ""

    @property
    def is_named(self) -> bool:
        return bool(self.certificate or self.pkcs11_library)


def read_seal(variables: Mapping[str, str], *, base: Path) -> tuple[SealSettings, list[str]]:
    """What `variables` say of the seal, and a sentence for each thing that is wrong with it.

    A relative path starts at `base`. That nothing is said is not wrong: then nothing can be sealed.
    """
    problems: list[str] = []

    def text(name: str) -> str:
        return variables.get(name, "").strip()

    def file(name: str) -> Path | None:
        if not text(name):
            return None
        path = base / text(name)
        if not path.is_file():
            problems.append(f"Set {name} to a file that is there: {path} is none.")
        return path

    seal = SealSettings(
        certificate=file("SEAL_CERTIFICATE"),
        key=file("SEAL_KEY"),
        password=variables.get("SEAL_PASSWORD", ""),
        chain=file("SEAL_CHAIN"),
        pkcs11_library=file("SEAL_PKCS11_LIBRARY"),
        pkcs11_token=text("SEAL_PKCS11_TOKEN"),
        pkcs11_pin=variables.get("SEAL_PKCS11_PIN", ""),
        pkcs11_key_label=text("SEAL_PKCS11_KEY_LABEL"),
        timestamp_url=text("SEAL_TIMESTAMP_URL"),
    )
    if (seal.pkcs11_token or seal.pkcs11_pin or seal.pkcs11_key_label) and not seal.pkcs11_library:
        problems.append(SAY_PKCS11_LIBRARY)
    elif seal.pkcs11_library and not seal.pkcs11_key_label:
        problems.append(SAY_PKCS11_KEY_LABEL)
    elif (seal.key or seal.password or seal.chain) and not seal.is_named:
        problems.append(SAY_CERTIFICATE)
    if seal.timestamp_url and not seal.timestamp_url.startswith(("http://", "https://")):
        problems.append(SAY_TIMESTAMP_URL)
    return seal, problems
