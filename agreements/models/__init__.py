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
from agreements.models.people import Language, Membership, Role, Unit, UnitKind, User

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Change",
    "Comment",
    "CompetenceArea",
    "Content",
    "Deed",
    "Delivery",
    "Fact",
    "Goal",
    "HigherGoal",
    "InPortfolio",
    "Kind",
    "Language",
    "Measure",
    "Membership",
    "Module",
    "Party",
    "Phase",
    "PortfolioEntry",
    "Presence",
    "Revision",
    "Role",
    "Section",
    "SignedOn",
    "Source",
    "Status",
    "TrainingTable",
    "Unit",
    "UnitKind",
    "User",
]
