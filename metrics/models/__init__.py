"""The models of metrics, by what they are about."""

from metrics.models.followup import Assessment, Colour, Observation
from metrics.models.metric import DifferentIndicators, Direction, Indicator, Metric, main_indicator
from metrics.models.policy import Policy, Reminder, Round, RoundReport, State

__all__ = [
    "Assessment",
    "Colour",
    "DifferentIndicators",
    "Direction",
    "Indicator",
    "Metric",
    "Observation",
    "Policy",
    "Reminder",
    "Round",
    "RoundReport",
    "State",
    "main_indicator",
]
