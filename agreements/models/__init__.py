"""The models of the root app, by what they are about."""

from agreements.models.agreement import Agreement, AgreementQuerySet, Kind, Party, Section, SignedOn, Status
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
from agreements.models.people import Language, Membership, Role, Unit, UnitKind, User

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "CompetenceArea",
    "Content",
    "Delivery",
    "Fact",
    "Goal",
    "InPortfolio",
    "Kind",
    "Language",
    "Measure",
    "Membership",
    "Module",
    "Party",
    "Role",
    "Section",
    "SignedOn",
    "Status",
    "TrainingTable",
    "Unit",
    "UnitKind",
    "User",
]
