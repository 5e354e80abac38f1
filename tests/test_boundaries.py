"""Which part may import which, read from the source: local imports count too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("agreements", "metrics", "staffing", "budgets")
PURE = (
    "agreements/figures.py",
    "agreements/numbers.py",
    "agreements/numbering.py",
    "agreements/pasting.py",
    "agreements/exports/pdf/xmp.py",
    "agreements/sealing/differences.py",
    "agreements/sealing/findings.py",
    "staffing/arithmetic.py",
    "staffing/overlaps.py",
    "budgets/arithmetic.py",
    "budgets/balance.py",
    "metrics/reasons.py",
    *(
        str(path.relative_to(ROOT))
        for name in ("notation", "judgement")
        for path in (ROOT / "metrics" / name).glob("*.py")
    ),
)
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def sources(app: str) -> list[Path]:
    files = [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    assert files
    return files


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_itself_and_the_root_app(app: str) -> None:
    others = {name for name in APPS if name not in (app, "agreements")}
    crossing = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources(app)
        for module in imported(path)
        if module.split(".")[0] in others
    ]
    assert crossing == []


@pytest.mark.parametrize("name", PURE)
def test_arithmetic_is_pure(name: str) -> None:
    path = ROOT / name
    assert [module for module in imported(path) if module.split(".")[0] == "django"] == []
    called = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert called & CLOCKS == set()


def _imports_signals(node: ast.ImportFrom) -> bool:
    """Signals of rows; the one that tells of migrations is none."""
    is_signals = (node.module or "").startswith("django.db.models.signals")
    return is_signals and {name.name for name in node.names} != {"post_migrate"}


@pytest.mark.parametrize("app", APPS)
def test_models_do_nothing_when_saved(app: str) -> None:
    """What is written by save() or a signal is skipped by bulk writes and fixtures."""
    offending = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.FunctionDef) and node.name == "save" and "models" in str(path))
        or (isinstance(node, ast.ImportFrom) and _imports_signals(node))
    ]
    assert offending == []
