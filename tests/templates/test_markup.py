"""What no template may hold: the policy for content would silently drop it, or a reader would miss it."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "print" not in path.parts)  # those are the PDF's

pytestmark = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))


def test_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    assert not re.search(r"(?:\ssrc|\saction|<link[^>]*\shref)=[\"'](?:https?:)?//", path.read_text(encoding="utf-8"))


def test_a_label_is_never_a_placeholder(path: Path) -> None:
    assert "placeholder=" not in path.read_text(encoding="utf-8")


def test_a_table_says_all_its_roles_or_none(path: Path) -> None:
    """Narrow windows show tables as blocks, and there only the written roles tell what a cell is."""
    text = path.read_text(encoding="utf-8")
    if "<table role=" not in text and 'role="table"' not in text:
        return
    for tag in ("thead", "tbody", "tr", "th", "td"):
        assert not re.search(rf"<{tag}(?![^>]*\srole=)[\s>]", text), f"<{tag}> without a role"
