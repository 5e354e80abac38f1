"""The small language of targets and actuals: what officials write, and what it says. Pure Python.

text → tokens → times, references and quantities (compose, quantities) → `parse_target`, `parse_actual`.
"""

from metrics.notation.actuals import Actual, Value, parse_actual
from metrics.notation.targets import Kind, Target, parse_target

__all__ = ["Actual", "Kind", "Target", "Value", "parse_actual", "parse_target"]
