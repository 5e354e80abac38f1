"""A zip file of PDFs and workbooks: names, order, the list of what is inside."""

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

from django.utils import translation

from agreements.printing.parcel import ParcelPart, stems_of, write_parcel
from tests.agreements.print_jobs import blank_pdf
from tests.agreements.printing.conftest import entry


def part(folder: Path, name: str, slug: str, **more: object) -> ParcelPart:
    pdf, workbook = folder / f"{slug}.pdf", folder / f"{slug}.xlsx"
    pdf.write_bytes(blank_pdf(name))
    workbook.write_bytes(name.encode())
    return ParcelPart(entry(name, pdf.read_bytes(), **more), slug, pdf, workbook)


def packed(parts: list[ParcelPart]) -> zipfile.ZipFile:
    file = io.BytesIO()
    with translation.override("en"):
        write_parcel(parts, file)
    return zipfile.ZipFile(file)


def test_each_document_is_there_as_a_pdf_and_a_workbook_in_order_with_a_list(tmp_path: Path) -> None:
    parts = [part(tmp_path, "Asiakaspalvelut", "asiakas-2021"), part(tmp_path, "Yhteiset", "yhteiset-2021", version=2)]
    parcel = packed(parts)
    assert parcel.namelist() == [
        *("01-asiakas-2021-v1.pdf", "01-asiakas-2021-v1.xlsx"),
        *("02-yhteiset-2021-v2.pdf", "02-yhteiset-2021-v2.xlsx"),
        "00-contents.csv",
    ]
    assert parcel.testzip() is None
    assert parcel.read("01-asiakas-2021-v1.pdf") == parts[0].pdf.read_bytes()
    assert parcel.read("02-yhteiset-2021-v2.xlsx") == b"Yhteiset"


def test_the_list_tells_of_each_document_and_has_the_checksums_of_its_files(tmp_path: Path) -> None:
    parcel = packed([part(tmp_path, "Asiakaspalvelut", "asiakas-2021", record_sha256="ab" * 32, source="sealed")])
    text = parcel.read("00-contents.csv").decode("utf-8-sig")
    heads, row = csv.reader(io.StringIO(text), delimiter=";")
    told = dict(zip(heads, row, strict=True))
    assert (told["Document"], told["Taken from"], told["Pages"]) == ("Asiakaspalvelut", "The sealed original", "2")
    assert told["SHA-256 of the PDF"] == hashlib.sha256(parcel.read(told["PDF"])).hexdigest()
    assert told["SHA-256 of the workbook"] == hashlib.sha256(parcel.read(told["Workbook"])).hexdigest()
    assert told["SHA-256 of the signed content"] == "ab" * 32


def test_no_name_in_the_list_is_a_formula_or_two_lines(tmp_path: Path) -> None:
    parcel = packed([part(tmp_path, "=cmd|' /C calc'!A0\nand more", "asiakas-2021")])
    rows = list(csv.reader(io.StringIO(parcel.read("00-contents.csv").decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=cmd|' /C calc'!A0 and more"


def test_file_names_are_safe_and_told_apart_whatever_the_address_is(tmp_path: Path) -> None:
    odd = replace(part(tmp_path, "C", "c"), slug="../../etc/passwd")
    parts = [part(tmp_path, "A", "same"), part(tmp_path, "B", "same"), odd]
    assert list(stems_of(parts)) == ["01-same-v1", "02-same-v1", "03-etcpasswd-v1"]


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    parts = [part(tmp_path, "Asiakaspalvelut", "asiakas-2021")]
    first, second = io.BytesIO(), io.BytesIO()
    write_parcel(parts, first)
    write_parcel(parts, second)
    assert first.getvalue() == second.getvalue()
