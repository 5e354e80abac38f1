"""Printing in bulk: what somebody ordered, and how far it has come."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.agreement import Agreement
from agreements.models.base import one_of
from agreements.models.people import Language, Unit


class PrintForm(models.TextChoices):
    """What is made of the documents."""

    BOOK = "book", _("one PDF")
    PARCEL = "parcel", _("a zip file of PDFs and workbooks")


class JobState(models.TextChoices):
    OPEN = "open", pgettext_lazy("printing", "being made")
    DONE = "done", pgettext_lazy("printing", "ready")
    FAILED = "failed", pgettext_lazy("printing", "failed")
    CANCELLED = "cancelled", pgettext_lazy("printing", "cancelled")


class PartState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("printing", "waiting")
    MAKING = "making", pgettext_lazy("printing", "being made")
    DONE = "done", pgettext_lazy("printing", "ready")
    FAILED = "failed", pgettext_lazy("printing", "failed")
    LEFT_OUT = "left_out", pgettext_lazy("printing", "left out")


class PartSource(models.TextChoices):
    """Where a document's pages come from."""

    PRINTED = "printed", _("printed from the database")
    SEALED = "sealed", _("the sealed original")
    SCANNED = "scanned", _("the scan of the signed paper")


class PrintJob(models.Model):
    """The documents of a year in a unit and below it, ordered as one file by the person whose it is.

    Its files lie in a folder of its own under a name that the server made; `language` is that of the cover.
    """

    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="print_jobs", verbose_name=_("ordered by")
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="print_jobs", verbose_name=_("unit"))
    year = models.PositiveIntegerField(_("year"))
    kinds = models.JSONField(_("kinds"), default=list)
    statuses = models.JSONField(_("statuses"), default=list)
    form = models.CharField(_("form"), max_length=10, choices=PrintForm)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    folder = models.UUIDField(_("folder"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    ordered_at = models.DateTimeField(_("ordered at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("size"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("print job")
        verbose_name_plural = _("print jobs")
        ordering = ("-ordered_at", "-pk")
        constraints = (
            one_of("form", PrintForm, name="print_job_form_known"),
            one_of("state", JobState, name="print_job_state_known"),
            one_of("language", Language, name="print_job_language_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE) | Q(size__isnull=False, finished_at__isnull=False),
                name="print_job_done_has_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("print-job", args=[self.pk])

    @property
    def extension(self) -> str:
        return "pdf" if self.form == PrintForm.BOOK else "zip"

    @property
    def kept_until(self) -> datetime.date:
        """The last day on which it is there."""
        return timezone.localdate(self.ordered_at + datetime.timedelta(days=settings.PRINTS_KEPT_DAYS))


class PrintPart(models.Model):
    """One document of a print job. `name` is what it was called when it was ordered: the document may be gone since.

    `mark` is the SHA-256 of the content that was printed and `sha256` that of the PDF; `record_sha256` is that of the
    content that was signed. `times` counts how often it was made, and `changed` says that its content is newer.
    """

    job = models.ForeignKey(PrintJob, on_delete=models.CASCADE, related_name="parts", verbose_name=_("print job"))
    number = models.PositiveIntegerField(_("number"))
    agreement = models.ForeignKey(
        Agreement, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("agreement")
    )
    name = models.TextField(_("name"))
    state = models.CharField(_("state"), max_length=10, choices=PartState, default=PartState.WAITING)
    reason = models.TextField(_("reason"), blank=True)
    source = models.CharField(_("source"), max_length=10, choices=PartSource, blank=True)
    mark = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)
    sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True)
    record_sha256 = models.CharField(_("SHA-256 of the signed content"), max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    times = models.PositiveIntegerField(_("times made"), default=0)
    changed = models.BooleanField(_("changed since"), default=False)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)

    class Meta:
        verbose_name = _("document of a print job")
        verbose_name_plural = _("documents of print jobs")
        ordering = ("job", "number")
        constraints = (
            models.UniqueConstraint(fields=("job", "number"), name="print_part_number_once"),
            models.UniqueConstraint(fields=("job", "agreement"), name="print_part_agreement_once"),
            one_of("state", PartState, name="print_part_state_known"),
            models.CheckConstraint(
                condition=Q(source="") | Q(source__in=PartSource.values), name="print_part_source_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def is_stored(self) -> bool:
        """Was it taken from store, and not printed?"""
        return self.source in (PartSource.SEALED, PartSource.SCANNED)
