"""The models of the root app, by what they are about."""

from agreements.models.agreement import Agreement, AgreementQuerySet, Kind, Party, Section, SignedOn, Status
from agreements.models.catalogues import HigherGoal, Phase, PortfolioEntry, Source
from agreements.models.content import (
    CompetenceArea,
    Content,
    Delivery,
    Fact,
    Goal,
    InPortfolio,
    Measure,
    Module,
    TrainingTable,
)
from agreements.models.history import Change, Comment, Deed, Presence, Revision
from agreements.models.log import Event, LogEntry
from agreements.models.people import Language, Membership, Role, Unit, UnitKind, User
from agreements.models.signing import (
    ClosingRecord,
    Move,
    Notice,
    Scan,
    Sealed,
    Signature,
    SignedRecord,
    SigningRule,
    StatusChange,
)

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Change",
    "ClosingRecord",
    "Comment",
    "CompetenceArea",
    "Content",
    "Deed",
    "Delivery",
    "Event",
    "Fact",
    "Goal",
    "HigherGoal",
    "InPortfolio",
    "Kind",
    "Language",
    "LogEntry",
    "Measure",
    "Membership",
    "Module",
    "Move",
    "Notice",
    "Party",
    "Phase",
    "PortfolioEntry",
    "Presence",
    "Revision",
    "Role",
    "Scan",
    "Sealed",
    "Section",
    "Signature",
    "SignedOn",
    "SignedRecord",
    "SigningRule",
    "Source",
    "Status",
    "StatusChange",
    "TrainingTable",
    "Unit",
    "UnitKind",
    "User",
]
