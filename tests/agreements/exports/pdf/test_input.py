"""Text that means harm, or is only strange: it is printed as it stands, and nothing is fetched for it."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation
from django.utils.translation import gettext

from agreements.document import load_document
from agreements.exports.pdf import render_pdf
from agreements.models import Agreement, Section, Status
from agreements.sections import DocumentSection
from budgets.sections import Budget, BudgetRow
from metrics.sections import MeasureRow
from staffing.sections import AllocationRow, Staffing
from tests.agreements.exports.pdf.reader import artifacts, read, squeezed
from tests.agreements.exports.pdf.samples import document, goal, goal_section, metric, section, text_section

SECRET = "SALAISUUS"
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a web server on this machine, and the paths that it has been asked for."""
    paths: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The address of a folder with a picture, a stylesheet and a text that nobody may print."""
    (tmp_path / "x.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">{SECRET}</text></svg>')
    (tmp_path / "x.css").write_text(f'p::before {{ content: "{SECRET}" }}')
    (tmp_path / "x.txt").write_text(SECRET)
    return tmp_path.as_uri()


FETCHING = (
    '<img src="PLACE/x.svg" alt="kuva">',
    '<link rel="stylesheet" href="PLACE/x.css">',
    '<link rel="attachment" href="PLACE/x.txt">',
    '<style>@import url("PLACE/x.css");</style>',
    '<style>@font-face { font-family: q; src: url("PLACE/x.txt") } p { font-family: q }</style>',
    '<style>p { background: url("PLACE/x.svg"); list-style: url("PLACE/x.svg"); content: url("PLACE/x.svg") }</style>',
    '<object data="PLACE/x.svg" type="image/svg+xml">sisus</object>',
    '<embed src="PLACE/x.svg">',
    '<svg><image href="PLACE/x.svg" width="90" height="90"/><use href="PLACE/x.svg#a"/></svg>',
    '<base href="PLACE/"><img src="x.svg" alt="kuva">',
    '<a rel="attachment" href="PLACE/x.txt">liite</a>',
)


@pytest.mark.parametrize("html", FETCHING)
def test_nothing_that_a_text_names_is_fetched(html: str, asked: tuple[str, list[str]], secret: str) -> None:
    """Past the sanitising, which takes all of it out: the press has nothing to fetch with."""
    address, paths = asked
    for place in (address, secret):
        pdf = render_pdf(document(text_section("<p>Alku</p>" + html.replace("PLACE", place))))
        assert "Alku" in read(pdf).text
        assert squeezed(SECRET) not in squeezed(read(pdf).text)
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert not opened.attachments
            assert not any(page.get_images() for page in opened.pages)
    assert paths == []


def test_a_picture_inside_an_address_is_not_drawn_either() -> None:
    pdf = render_pdf(document(text_section(f'<p>Alku</p><img src="{PICTURE}" alt="korvaava">')))
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not any(page.get_images() for page in opened.pages)


@pytest.mark.django_db
def test_what_is_put_into_the_database_past_the_forms_is_sanitised_on_its_way_out(secret: str) -> None:
    agreement = Agreement.objects.newest().get(slug="lumme-2018")
    harm = (
        f'<p>Alku</p><script>alert(1)</script><img src="{secret}/x.svg"><link rel="attachment" href="{secret}/x.txt">'
    )
    Section.objects.filter(agreement=agreement, heading="Kuvaus").update(html=harm)
    pdf = render_pdf(load_document(agreement))
    text = read(pdf).text
    assert "Alku" in text
    assert "alert" not in text
    assert SECRET not in text
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not opened.attachments


LITERAL = ("{{7*7}}", "{% now %}", "<script>alert(1)</script>", "=1+1", "&amp; <b>ei</b>", "%(a)s {0}", "’”–≥≤≈✓−")


@pytest.mark.parametrize("text", LITERAL)
def test_text_is_printed_as_it_stands_wherever_it_stands(text: str) -> None:
    measure = MeasureRow(text, "K", (metric(text, target=text, prior=text, actual=text),))
    goals = replace(goal_section(goal(measure, title=text)), heading=text, number="1.", caption=text)
    read_out = squeezed(read(render_pdf(document(goals, title=text, cover=(text,), purpose=text))).text)
    assert read_out.count(squeezed(text)) == 10


def test_a_character_that_cannot_be_printed_is_a_box() -> None:
    measure = MeasureRow(
        "a\x00b\x1fc", "K", (metric("d\ud800e", target="f\udfffg", prior="h\uffffi", actual="j\x0ck"),)
    )
    text = read(render_pdf(document(goal_section(goal(measure)), title="l\x7fm"))).text
    for expected in ("a□b□c", "d□e", "f□g", "h□i", "j□k", "l□m"):
        assert expected in text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_document_is_printed_in_its_own_language(language: str) -> None:
    with translation.override("fi" if language != "fi" else "sv"):
        pdf = render_pdf(document(text_section("<p>Text</p>"), language=language, status="in_review"))
    with translation.override(language):
        status = str(Status.IN_REVIEW.label)
    assert status in artifacts(pdf)[0]
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert language == opened.Root.Lang


def test_an_empty_section_says_so() -> None:
    pdf = render_pdf(document(text_section("", heading="Tyhjä luku"), goal_section()))
    text = read(pdf).text
    assert "Tyhjä luku" in text
    assert not list(read(pdf).find("Table"))


@pytest.mark.parametrize("goals", [goal_section(goal()), goal_section(goal(MeasureRow("Toimenpide", None, ())))])
def test_a_goal_without_measures_and_a_measure_without_metrics_have_their_row(goals: DocumentSection) -> None:
    (table,) = read(render_pdf(document(goals))).find("Table")
    assert [len(row.kids) for row in table.find("TR")] == [7, 1, 7]


def test_a_total_that_does_not_agree_with_its_rows_is_printed_and_flagged() -> None:
    """Such a document may still be signed: whoever signs it sees what is wrong."""
    staff = Staffing(None, None, None, "5 henkilötyövuotta", (AllocationRow(None, "Informaatikko", "80 %", None),))
    lines = (
        BudgetRow("Aineistot", {"budget": "100"}, 1, "income", "line"),
        BudgetRow("Tuotot", {"budget": "90"}, 0, "income", "subtotal"),
    )
    money = Budget({"budget": "TA2021"}, signed_expenses=False, lines=lines)
    text = read(render_pdf(document(section("staffing", staff), section("budget", money)))).text
    with translation.override("fi"):
        flag = gettext("does not agree with the rows")
    assert f"5 henkilötyövuotta: {flag}" in text
    assert f"Tuotot: {flag}" in text
    assert text.count(flag) == 2
