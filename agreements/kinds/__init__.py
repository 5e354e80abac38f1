"""The kinds of section that the root app brings."""

from agreements.kinds.facts import FactsKind
from agreements.kinds.figure import FigureKind
from agreements.kinds.text import TextKind
from agreements.kinds.training import TrainingKind

__all__ = ["FactsKind", "FigureKind", "TextKind", "TrainingKind"]
