"""A comparison as a PDF, by the press that prints the documents."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from agreements.exports.pdf.press import print_html, printable
from agreements.models import Agreement
from agreements.sides import Sides

STYLES = (Path(__file__).with_name("comparison.css"),)
"""What a comparison needs beyond the stylesheet of the house."""


def render_comparison_pdf(sides: Sides, agreement: Agreement) -> bytes:
    """The comparison in the language of the document that it is asked for. The same comparison gives the same bytes."""
    context = {
        "sides": sides,
        "document": agreement,
        "chain": " · ".join(unit["name"] for unit in agreement.unit_chain),
    }
    with translation.override(agreement.language):
        html = render_to_string("agreements/print/comparison.html", context)
    return print_html(printable(html), further=STYLES)
