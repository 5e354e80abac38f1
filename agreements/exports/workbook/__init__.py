"""The document as an Excel workbook."""

from agreements.exports.workbook.book import render_workbook

__all__ = ["render_workbook"]
