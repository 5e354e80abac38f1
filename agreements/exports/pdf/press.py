"""The press: WeasyPrint with our stylesheet and fonts, and nothing else within its reach."""

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from agreements.exports.pdf.archive import NO_INTENT, Archive, make_archival
from agreements.exports.pdf.tagging import Tagger
from agreements.written import without_forbidden

# The typeface has no sign for a character that cannot be printed. A box says that one stood here.
_UNPRINTABLE = "\u25a1"

_STYLESHEET = Path(__file__).with_name("paper.css")
_FONTS = ("Regular", "Semibold", "Bold", "It")

_LONG_WORD = re.compile(r"[^\s\u00ad-]{14}")

# Pango's fonts belong to one thread at a time.
_lock = threading.Lock()


class Assets(URLFetcher):
    """Fetches the given assets, by address, out of memory; refuses every other address, local or not."""

    def __init__(self, assets: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._assets = assets

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in self._assets:
            return URLFetcherResponse(url, self._assets[url])
        return super().fetch(url, headers)


class _Tools(NamedTuple):
    """What is read once in a process: the stylesheet, the fonts it brings, and a fetcher for documents."""

    stylesheet: weasyprint.CSS
    fonts: FontConfiguration
    fetcher: Assets


@lru_cache(maxsize=1)
def _tools() -> _Tools:
    folder = settings.BASE_DIR / "static" / "vendor" / "source-sans"
    assets = {f"font:{face}": (folder / f"SourceSans3-{face}.ttf").read_bytes() for face in _FONTS}
    fonts = FontConfiguration()
    stylesheet = weasyprint.CSS(
        string=_STYLESHEET.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=Assets(assets)
    )
    return _Tools(stylesheet, fonts, Assets({}))


@lru_cache
def _further(stylesheet: Path) -> weasyprint.CSS:
    return weasyprint.CSS(string=stylesheet.read_text(encoding="utf-8"), url_fetcher=Assets({}))


def printable(html: str) -> str:
    """The HTML with a box in place of each character that cannot be printed."""
    return without_forbidden(html).replace("\ufffd", _UNPRINTABLE)


def print_html(html: str, *, further: Sequence[Path] = (), archive: Archive | None = None) -> bytes:
    """The HTML as a tagged PDF/UA-1 file: the same bytes for the same HTML. Nothing it refers to is fetched.

    `further` are stylesheets that add to the one of the house. With `archive` the file is PDF/A-3a too, says that of
    itself, and has its attachments: the same bytes for the same HTML and archive.
    """
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1"}
    if archive:
        options = {"pdf_variant": "pdf/a-3a", "output_intent": NO_INTENT}
    with _lock:
        ours = _tools()
        stylesheets = [ours.stylesheet, *(_further(path) for path in further)]
        source = weasyprint.HTML(string=html, url_fetcher=ours.fetcher)
        _let_long_words_break(source.etree_element)
        rendering = source.render(font_config=ours.fonts, stylesheets=stylesheets, **options)
        tagger = Tagger(rendering)

        def finish(rendering: Any, pdf: Any) -> None:
            tagger.finish(rendering, pdf)
            if archive:
                make_archival(pdf, rendering.metadata, archive)

        pdf: bytes = rendering.write_pdf(finisher=finish, pdf_identifier=True, **options)
    return pdf


def _let_long_words_break(root: Element) -> None:
    """Words that may be too long for a line and have no place to break get leave to break anywhere.

    Only they: with that leave WeasyPrint breaks other words at soft hyphens that it would not need.
    """
    for element in root.iter():
        texts = (element.text, *(child.tail for child in element))
        if any(text and _LONG_WORD.search(text) for text in texts):
            element.set("style", "overflow-wrap: break-word")
