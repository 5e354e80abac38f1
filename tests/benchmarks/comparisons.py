"""What is compared, on which document, and how many times longer ours may take."""

from collections.abc import Iterator

from tests.benchmarks import bench_page, bench_pdf, bench_workbook
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
