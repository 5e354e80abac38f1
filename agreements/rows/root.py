"""The kinds of row that the root app brings."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import (
    Agreement,
    Content,
    Delivery,
    Fact,
    Goal,
    InPortfolio,
    Measure,
    Module,
    Party,
    Section,
    TrainingTable,
)
from agreements.rows.fields import (
    ChoiceField,
    ColumnField,
    DateField,
    Field,
    FlagField,
    HeadingField,
    HoldsFromField,
    LineField,
    LinesField,
    RichField,
    TextField,
)
from agreements.rows.kinds import RowKind
from agreements.rows.picking import AreaField, PersonField, PickField, ProjectField
from agreements.sections import registry


class DocumentRows(RowKind):
    """The document's own head."""

    key = "agreement"
    label = _("Document")
    model = Agreement
    parent = within = section = ""
    document = "pk"
    version_column = "row_version"
    content = ("title", "cover", "date", "holds_from", "supersedes_id", "purpose")
    follow_up = (
        *("status", "signed", "previous_id", "carried_at", "carry_report"),
        *("revision", "changed_at", "changed_by_id"),
    )
    fields = (
        TextField(name="title", label=_("title"), required=True, longest=500),
        LinesField(name="cover", label=_("cover texts")),
        DateField(name="date", label=_("date of the document")),
        HoldsFromField(name="holds_from", label=_("holds from")),
        TextField(name="purpose", label=_("purpose")),
    )

    def fields_of(self, state: Mapping[str, Any], section: Mapping[str, Any] | None) -> tuple[Field, ...]:
        """Only an amendment has a day from which it holds."""
        if state.get("supersedes_id"):
            return self.fields
        return tuple(field for field in self.fields if field.name != "holds_from")


class PartyRows(RowKind):
    key = "party"
    label = _("party")
    model = Party
    parent, within = "agreement", "agreement"
    section = ""
    document = "agreement"
    content = ("key", "title", "name", "user_id")
    fields = (
        LineField(name="title", label=pgettext_lazy("person", "title"), required=True),
        LineField(name="name", label=_("name")),
        PersonField(name="user_id", label=_("user")),
    )

    def title(self, state: Mapping[str, Any]) -> str:
        return " ".join(part for part in (state.get("title"), state.get("name")) if part)


class SectionRows(RowKind):
    """A chapter or a table: its number, heading and caption, its columns' headings, and running text."""

    key = "section"
    label = _("section")
    model = Section
    parent, within = "parent", "section"
    section = "pk"
    document = "agreement"
    fields = (
        LineField(name="number", label=_("number"), longest=30),
        FlagField(name="auto_number", label=_("numbered by itself"), more=True),
        TextField(name="heading", label=_("heading"), longest=500),
        TextField(name="caption", label=_("caption"), longest=500),
    )
    text = RichField(name="html", label=_("running text"))

    def fields_of(self, state: Mapping[str, Any], section: Mapping[str, Any] | None) -> tuple[Field, ...]:
        kind = registry[state["kind"]]
        if kind.key == "text":
            return (*self.fields[:3], self.text)
        has = (
            ColumnField(
                name=f"has.{column}",
                label=format_lazy(_("column: {label}"), label=kind.column_labels[column]),
                of_last_year=column in kind.last_year_columns,
            )
            for column in kind.optional_columns
        )
        headings = (
            HeadingField(name=f"columns.{column}", label=label, of_last_year=column in kind.last_year_columns)
            for column, label in kind.column_labels.items()
            if column not in kind.optional_columns or column in (state.get("columns") or {})
        )
        return (*self.fields, *has, *headings)

    def title(self, state: Mapping[str, Any]) -> str:
        label = " ".join(part for part in (state.get("number"), state.get("heading")) if part)
        columns = state.get("columns") or {}
        return label or state.get("caption") or columns.get("goal") or str(registry[state["kind"]].label)


class GoalRows(RowKind):
    key = "goal"
    label = _("goal")
    model = Goal
    printed = {"title": "goal"}
    fields = (
        TextField(name="title", label=_("goal"), required=True),
        TextField(name="outcome", label=_("outcome"), under="title", more=True),
        PickField(
            name="serves_id",
            label=_("serves the higher goal"),
            what="higher_goal",
            names=("higher_goal",),
            pool=lambda scope: scope.higher_goals,
            unknown=_("There is no such higher goal. Choose from the list."),
            more=True,
        ),
    )


class MeasureRows(RowKind):
    key = "measure"
    label = _("measure")
    model = Measure
    parent, within = "goal", "goal"
    section = "goal__section"
    document = "goal__section__agreement"
    printed = {"text": "measure", "in_portfolio": "in_portfolio"}
    fields = (
        TextField(name="text", label=_("measure"), required=True),
        ChoiceField(name="in_portfolio", label=_("in the project portfolio"), options=(("K", "K"), ("E", "E"))),
        ProjectField(name="project", label=_("project"), under="text", only_if=("in_portfolio", "K")),
    )

    def complete(self, row: Measure, before: Mapping[str, Any] | None, agreement: Agreement) -> None:
        """What is no longer in the portfolio has no project there."""
        if row.in_portfolio != InPortfolio.YES:
            row.project_id, row.portfolio_entry = None, None


class TrainingRows(RowKind):
    """What a training section is about."""

    key = "training"
    label = _("training table")
    model = TrainingTable
    single = True
    fields = (AreaField(name="area", label=_("competence area"), required=True),)

    def title(self, state: Mapping[str, Any]) -> str:
        return str(self.label)


class ModuleRows(RowKind):
    key = "module"
    label = _("module")
    model = Module
    printed = {"title": "module"}
    fields = (TextField(name="title", label=_("module"), required=True),)


class ContentRows(RowKind):
    key = "content"
    label = _("training content")
    model = Content
    parent, within = "module", "module"
    section = "module__section"
    document = "module__section__agreement"
    printed = {"title": "content"}
    fields = (TextField(name="title", label=_("training content"), required=True),)


class DeliveryRows(RowKind):
    key = "delivery"
    label = _("delivery")
    model = Delivery
    parent, within = "content", "content"
    section = "content__module__section"
    document = "content__module__section__agreement"
    printed = {"title": "delivery"}
    fields = (TextField(name="title", label=_("delivery"), required=True),)


class FactRows(RowKind):
    key = "fact"
    label = _("particular")
    model = Fact
    fields = (
        TextField(name="label", label=_("label"), longest=500),
        TextField(name="value", label=_("value"), required=True),
    )

    def title(self, state: Mapping[str, Any]) -> str:
        return ": ".join(part for part in (state.get("label"), state.get("value")) if part)


KINDS = (
    DocumentRows,
    PartyRows,
    SectionRows,
    GoalRows,
    MeasureRows,
    TrainingRows,
    ModuleRows,
    ContentRows,
    DeliveryRows,
    FactRows,
)
