import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.usefixtures("examples")


def export(slug: str, output: Path, extension: str = "json") -> None:
    call_command("export_agreement", slug, format=extension, output=output, stdout=StringIO())


@pytest.mark.parametrize(("extension", "start"), [("json", b"{"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_writes_the_file(tmp_path: Path, extension: str, start: bytes) -> None:
    export("lumme-2018", tmp_path / "out", extension)
    assert (tmp_path / "out").read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_json_has_the_promised_keys(tmp_path: Path) -> None:
    export("turku-ake-2024", tmp_path / "out.json")
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert list(document) == [
        *("slug", "kind", "title", "year", "period", "date", "cover", "language", "status", "unit", "purpose"),
        *("parties", "sections"),
    ]
    assert document["date"] == "2023-11-24"
    (staffing,) = (section for section in document["sections"] if section["kind"] == "staffing")
    assert (staffing["total_percent"], staffing["person_years"], staffing["problems"]) == (400, 4, [])


def test_an_unknown_slug_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="'no-such-2020'"):
        export("no-such-2020", tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_an_output_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        export("lumme-2018", tmp_path / "missing" / "out")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match="cannot be written"):
        export("lumme-2018", tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_device_can_be_written_to() -> None:
    export("lumme-2018", Path(os.devnull))
    assert Path(os.devnull).exists()
