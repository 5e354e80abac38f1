"""What is compared, on which document, and how many times longer ours may take."""

from collections.abc import Iterator

from tests.benchmarks import bench_editor, bench_page, bench_pdf, bench_workbook
from tests.benchmarks.harness import Comparison

AGREEMENTS = ("asiakaspalvelut-2021", "yhteiset-palvelut-2020")
PLANS = ("turku-ake-2024", "porvoo-ake-2026")
PROJECTS = ("lumme-2018",)


def comparisons() -> Iterator[Comparison]:
    """Every comparison of `./dev bench`, in the order in which it is run."""
    for slug in (*AGREEMENTS, *PLANS):
        yield Comparison(f"page of {slug} / bare template", bench_page.page(slug), bench_page.bare(slug), 1.5, 25)
    for slug in (*AGREEMENTS, *PLANS):
        limit = 1.0 if slug in AGREEMENTS else 2.0
        yield Comparison(f"PDF of {slug} / LibreOffice", bench_pdf.pdf(slug), bench_pdf.libreoffice(slug), limit, 5)
    for slug in (*AGREEMENTS, *PLANS, *PROJECTS):
        ours, bare = bench_workbook.workbook(slug), bench_workbook.bare(slug)
        yield Comparison(f"workbook of {slug} / bare openpyxl", ours, bare, 1.5, 15)
    # What is in force is made a draft from here on.
    for slug in (*AGREEMENTS, *PLANS, *PROJECTS):
        bench_editor.as_draft(slug)
        yield Comparison(f"editor of {slug} / its page", bench_editor.editor(slug), bench_page.page(slug), 3.0, 15)
    short, long = bench_editor.draft_of(60), bench_editor.draft_of(600)
    opened, theirs = bench_editor.editor(long), bench_editor.editor(short)
    yield Comparison("editor of 600 metrics / of 60", opened, theirs, 12.0, 7)
    saved, theirs = bench_editor.saving(long), bench_editor.saving(short)
    yield Comparison("a metric saved among 600 / among 60", saved, theirs, 1.5, 50)
