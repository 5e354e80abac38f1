"""The document as a PDF: a page that a director would sign."""

from agreements.exports.pdf.render import render_pdf

__all__ = ["render_pdf"]
