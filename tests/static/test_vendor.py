"""What others made is kept as it came, with its licence, and nothing of ours asks anything from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "static/vendor", ROOT / "tests/browser/vendor"]


def checksums(folder: Path) -> dict[str, str]:
    lines = (folder / "checksums.txt").read_text().splitlines()
    return {name.removeprefix("./"): digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name not in {"checksums.txt", "README.md"}]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_vendored_file_has_its_checksum(folder: Path) -> None:
    actual = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files(folder)}
    assert actual == checksums(folder)


@pytest.mark.parametrize("package", ["hds-core", "source-sans"])
def test_every_vendored_package_has_its_licence_and_its_version(package: str) -> None:
    assert list((FOLDERS[0] / package).glob("LICENSE*"))
    assert re.search(rf"npm `{package}`", (FOLDERS[0] / "README.md").read_text())


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.css")), ids=lambda path: path.name)
def test_no_stylesheet_asks_for_anything_from_elsewhere(path: Path) -> None:
    for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", path.read_text()):
        assert address.startswith("data:image/svg+xml") or (path.parent / address).resolve().is_file(), address
    assert not re.search(r"expression\(|javascript:|@import\s+['\"]", path.read_text())


@pytest.mark.parametrize("weight", ["Regular", "It", "Semibold", "Bold"])
def test_the_type_has_the_signs_that_targets_are_written_with(weight: str) -> None:
    from fontTools.ttLib import TTFont

    glyphs = TTFont(FOLDERS[0] / f"source-sans/SourceSans3-{weight}.ttf").getBestCmap()
    assert [sign for sign in "≥≤≈≠±✓–−€%§åäöÅÄÖ›” \u00a0" if ord(sign) not in glyphs] == []
