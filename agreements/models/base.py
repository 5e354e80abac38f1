"""What the models of every app share."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable
    from django_stubs_ext import StrOrPromise


def never_blank(field: str, *, name: str) -> models.CheckConstraint:
    """A written value is either given or NULL, never the empty string: "not given" has one spelling."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)


def one_of(field: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """The column holds one of the choices, whichever door the value came through."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def written_field(label: "StrOrPromise") -> "models.TextField[str | Combinable | None, str | None]":
    """Text kept exactly as somebody wrote it; NULL when it was never given."""
    return models.TextField(label, null=True, blank=True)


class Versioned(models.Model):
    """A row that people edit: its version counts its changes, so that nobody saves over what they have not seen."""

    version = models.PositiveIntegerField(_("row version"), default=1, editable=False)

    class Meta:
        abstract = True


class ContentRow(Versioned):
    """A row of a document's content: ordered, with a key that survives amendments and the turn of the year."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ("position", "pk")
