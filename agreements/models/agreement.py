"""The document itself: its head, its parties and its tree of sections."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.base import ContentRow, never_blank, one_of, written_field
from agreements.models.people import Language, Unit
from agreements.titles import display_title


class Kind(models.TextChoices):
    SERVICE_AGREEMENT = "service_agreement", _("service agreement")
    DEVELOPMENT_PLAN = "development_plan", _("development plan")
    GRANT_PROJECT = "grant_project", _("grant project")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    TO_BE_SIGNED = "to_be_signed", _("To be signed")
    IN_FORCE = "in_force", _("In force")
    CLOSED = "closed", _("Closed")


class SignedOn(models.TextChoices):
    PAPER = "paper", _("on paper")
    APPLICATION = "application", _("in the application")


FOLLOWED = (Status.IN_FORCE, Status.CLOSED)
"""The statuses of documents that everybody has signed."""


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def newest(self) -> "AgreementQuerySet":
        """The newest version of each slug, an amendment that is being made before the version in force."""
        return self.filter(~models.Exists(_versions(version__gt=models.OuterRef("version"))))

    def current(self) -> "AgreementQuerySet":
        """The version of each slug that holds, the one that its bare address shows: the newest that has been signed,
        or a draft where none has.
        """
        newer_signed = _versions(version__gt=models.OuterRef("version"), status__in=FOLLOWED)
        signed = models.Q(status__in=FOLLOWED)
        first = ~models.Exists(_versions(status__in=FOLLOWED)) & ~models.Exists(
            _versions(version__gt=models.OuterRef("version"))
        )
        return self.filter((signed & ~models.Exists(newer_signed)) | (~signed & first))

    def standing(self) -> "AgreementQuerySet":
        """The versions that no later signed one has superseded: those that hold, and amendments that are being made."""
        return self.filter(~models.Exists(_versions(version__gt=models.OuterRef("version"), status__in=FOLLOWED)))


def _versions(**conditions: object) -> "models.QuerySet[Agreement]":
    """The versions of the outer row's document that meet the conditions."""
    return Agreement.objects.filter(slug=models.OuterRef("slug"), **conditions)


class Agreement(models.Model):
    """One version of a service agreement, a development plan or a grant project.

    `unit_chain` and `cover` keep the words that stood on the document when it was made; the unit may be renamed later.
    `unit_chain` is a list of `{"kind", "name"}` from the top of the organisation down to the unit.
    """

    slug = models.SlugField(_("address"), max_length=80)
    version = models.PositiveIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("unit"))
    unit_chain = models.JSONField(_("units as printed, from the top"), default=list)
    title = models.TextField(_("title"))
    year = models.PositiveIntegerField(_("year"))
    period_start = models.DateField(_("period starts"))
    period_end = models.DateField(_("period ends"))
    date = models.DateField(_("date of the document"), null=True, blank=True)
    cover = models.JSONField(_("cover texts"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FINNISH)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    signed = models.CharField(_("signed"), max_length=20, choices=SignedOn, null=True, blank=True)
    purpose = written_field(_("purpose"))
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    holds_from = models.DateField(
        _("holds from"), null=True, blank=True, help_text=_("The day from which an amendment holds.")
    )
    decision_date = models.DateField(_("date of the decision"), null=True, blank=True)
    decision_section = models.CharField(_("section of the decision"), max_length=50, null=True, blank=True)
    case_number = models.CharField(_("case number"), max_length=100, null=True, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next", verbose_name=_("previous year's")
    )
    carried_at = models.DateTimeField(
        _("made from the previous year's"),
        null=True,
        blank=True,
        help_text=_("As long as the content has not changed since, the draft can be taken back."),
    )
    carry_report = models.JSONField(_("what was carried over"), null=True, blank=True)
    row_version = models.PositiveIntegerField(_("row version"), default=1, editable=False)
    revision = models.PositiveIntegerField(
        _("revision"), default=0, editable=False, help_text=_("The number of the last step of editing.")
    )
    changed_at = models.DateTimeField(_("content changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("-year", "slug", "-version")
        constraints = (
            models.UniqueConstraint(fields=("slug", "version"), name="agreement_version_once"),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="agreement_period"),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2999), name="agreement_year_four_digits"),
            models.CheckConstraint(condition=Q(version__gte=1), name="agreement_version_counts_from_one"),
            models.CheckConstraint(
                condition=Q(version=1, supersedes__isnull=True) | Q(version__gt=1, supersedes__isnull=False),
                name="agreement_later_version_supersedes",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(Status.IN_FORCE, Status.CLOSED)) | Q(signed__isnull=False),
                name="agreement_in_force_is_signed",
            ),
            never_blank("title", name="agreement_title_given"),
            never_blank("slug", name="agreement_slug_given"),
            never_blank("purpose", name="agreement_purpose_not_blank"),
            never_blank("decision_section", name="agreement_decision_section_not_blank"),
            never_blank("case_number", name="agreement_case_number_not_blank"),
            models.CheckConstraint(
                condition=Q(version__gt=1) | Q(holds_from__isnull=True), name="agreement_amendment_holds_from"
            ),
            one_of("kind", Kind, name="agreement_kind_known"),
            one_of("status", Status, name="agreement_status_known"),
            one_of("signed", SignedOn, name="agreement_signed_known"),
            one_of("language", Language, name="agreement_language_known"),
        )

    def __str__(self) -> str:
        return f"{self.short_name} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        """The page of the version; an amendment that is being made is asked for by its number."""
        if self.version > 1 and not self.is_followed:
            return self.permanent_url
        return reverse("agreement", args=[self.slug])

    @property
    def permanent_url(self) -> str:
        """The page of this very version, whichever comes to hold."""
        return f"{reverse('agreement', args=[self.slug])}?version={self.version}"

    @property
    def is_followed(self) -> bool:
        """Is it in force, or was it? Nothing is late or missing in a document that is still being made."""
        return self.status in FOLLOWED

    @property
    def short_name(self) -> str:
        """What lists call it: a service agreement by its unit and year, a plan or a project by its title."""
        if self.kind == Kind.SERVICE_AGREEMENT and self.unit_chain:
            return f"{self.unit_chain[-1]['name']} {self.year}"
        return display_title(self.title)


class Party(ContentRow):
    """Somebody whose signature the agreement needs: the title always, the person when known."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    title = models.CharField(pgettext_lazy("person", "title"), max_length=200)
    name = models.CharField(_("name"), max_length=200, null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("user"),
    )

    class Meta(ContentRow.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "key"), name="party_key_once"),
            models.UniqueConstraint(fields=("agreement", "user"), name="party_nobody_signs_twice"),
            never_blank("title", name="party_title_given"),
            never_blank("name", name="party_name_not_blank"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.name or ''}".strip()


class Section(ContentRow):
    """A chapter or a table. Every row of content belongs to a section; its kind says which rows it has.

    One that is numbered by itself has its number from its place (agreements/numbering.py) unless one is written.
    `columns` keeps the headings that were printed over the section's own columns, by the kind's column keys.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="sections", verbose_name=_("agreement")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    kind = models.CharField(_("kind"), max_length=20)
    number = written_field(_("number"))
    auto_number = models.BooleanField(_("numbered by itself"), default=False)
    heading = written_field(_("heading"))
    caption = written_field(_("caption"))
    columns = models.JSONField(_("column headings"), default=dict, blank=True)
    html = models.TextField(_("running text"), default="", blank=True)

    class Meta(ContentRow.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "key"), name="section_key_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="section_not_its_own_parent"),
            never_blank("kind", name="section_kind_given"),
            never_blank("number", name="section_number_not_blank"),
            never_blank("heading", name="section_heading_not_blank"),
            never_blank("caption", name="section_caption_not_blank"),
        )

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.heading or self.caption) if part) or self.kind
