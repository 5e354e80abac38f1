"""How a document is agreed: its steps, who signed it, and what exactly was signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.agreement import Agreement, Kind, Party, SignedOn, Status
from agreements.models.base import never_blank, one_of, written_field
from agreements.models.people import Unit


class Move(models.TextChoices):
    """What takes a document from one status to another."""

    SUBMIT = "submit", _("sent for review")
    WITHDRAW = "withdraw", _("taken back")
    SEND_BACK = "send_back", _("sent back")
    ACCEPT = "accept", _("accepted for signing")
    COME_IN_FORCE = "come_in_force", _("signed by everybody")
    CLOSE = "close", _("closed")
    REOPEN = "reopen", _("reopened")
    SUPERSEDE = "supersede", _("superseded by an amendment")


class StatusChange(models.Model):
    """One step of a document's way from draft to closed. `number` counts within the document."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="status_changes", verbose_name=_("agreement")
    )
    number = models.PositiveIntegerField(_("number"))
    move = models.CharField(_("move"), max_length=20, choices=Move)
    before = models.CharField(_("before"), max_length=20, choices=Status)
    after = models.CharField(_("after"), max_length=20, choices=Status)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = written_field(_("reason"))

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="status_change_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="status_change_counts_from_one"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="status_change_changes"),
            one_of("move", Move, name="status_change_move_known"),
            one_of("before", Status, name="status_change_before_known"),
            one_of("after", Status, name="status_change_after_known"),
            never_blank("reason", name="status_change_reason_not_blank"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.get_move_display()}"


class SigningRule(models.Model):
    """How documents of a kind are signed in the unit and below it, unless a unit between says otherwise."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="signing_rules", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    signatures = models.PositiveSmallIntegerField(
        _("signatures"), help_text=_("How many parties must sign; a document may have more.")
    )
    in_order = models.BooleanField(
        _("in order"), default=False, help_text=_("Each signs only after those who stand before them.")
    )
    asks_decision = models.BooleanField(
        _("with a decision"),
        default=False,
        help_text=_("The date and section of the decision and the case number must be given before signing."),
    )
    version = models.PositiveIntegerField(_("row version"), default=1, editable=False)

    class Meta:
        verbose_name = _("signing rule")
        verbose_name_plural = _("signing rules")
        ordering = ("unit", "kind")
        constraints = (
            models.UniqueConstraint(fields=("unit", "kind"), name="signing_rule_once"),
            models.CheckConstraint(condition=Q(signatures__gte=1, signatures__lte=20), name="signing_rule_signatures"),
            one_of("kind", Kind, name="signing_rule_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_kind_display()}"


class Signature(models.Model):
    """A party's signature, with the words that are printed for it. One that was voided stays to be seen.

    `content_sha256` is the hash of the content that was signed and `confirmed` the way in which the person confirmed
    who they are; both are missing on paper, and so may be the user and the time.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="signatures", verbose_name=_("agreement")
    )
    party = models.ForeignKey(
        Party, on_delete=models.SET_NULL, null=True, related_name="signatures", verbose_name=_("party")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("user"),
    )
    title = models.CharField(pgettext_lazy("person", "title"), max_length=200)
    name = models.CharField(_("name"), max_length=200, null=True, blank=True)
    substitute_for = models.CharField(_("substitute for"), max_length=200, null=True, blank=True)
    signed = models.CharField(_("signed"), max_length=20, choices=SignedOn)
    at = models.DateTimeField(_("signed at"), null=True, blank=True)
    confirmed = models.CharField(_("confirmed by"), max_length=20, null=True, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True, default="")
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, null=True, blank=True)
    voided = models.ForeignKey(
        StatusChange,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="voids",
        verbose_name=_("voided when"),
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("party",), condition=Q(voided=None), name="signature_party_once"),
            models.UniqueConstraint(
                fields=("agreement", "user"), condition=Q(voided=None), name="signature_nobody_for_two"
            ),
            models.CheckConstraint(
                condition=Q(signed=SignedOn.PAPER)
                | Q(
                    user__isnull=False,
                    at__isnull=False,
                    name__isnull=False,
                    confirmed__isnull=False,
                    content_sha256__isnull=False,
                ),
                name="signature_in_the_application_is_whole",
            ),
            one_of("signed", SignedOn, name="signature_signed_known"),
            never_blank("title", name="signature_title_given"),
            never_blank("name", name="signature_name_not_blank"),
            never_blank("substitute_for", name="signature_substitute_for_not_blank"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.name or ''}".strip()


def _found_by(*columns: str, name: str) -> tuple[models.Index, ...]:
    """An index of each of the columns: beside whole files, nothing else is quick to look through."""
    return tuple(models.Index(fields=(column,), name=f"{name}_{column}") for column in columns)


class Sealed(models.Model):
    """A frozen content with the PDF that was made of it; never changed and never deleted, by the database's own word.

    `content` is canonical JSON and `sha256` its hash; `level` names the seal's level ("PAdES B-B") and `certificate`
    is the SHA-256 of the sealing certificate. What came from paper alone has no PDF of ours.
    """

    content = models.TextField(_("content"))
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    pdf = models.BinaryField(_("PDF"), null=True)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, null=True, blank=True)
    level = models.CharField(_("level of the seal"), max_length=20, null=True, blank=True)
    certificate = models.CharField(_("SHA-256 of the certificate"), max_length=64, null=True, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        abstract = True

    @property
    def file(self) -> bytes:
        """The PDF as bytes, whichever database it came from; empty where there is none."""
        return bytes(self.pdf or b"")


class SignedRecord(Sealed):
    """What was signed: from the moment when it is there, no row of the document's content can change."""

    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, related_name="record", verbose_name=_("agreement")
    )

    class Meta:
        verbose_name = _("signed record")
        verbose_name_plural = _("signed records")
        ordering = ("agreement",)
        indexes = _found_by("sha256", "pdf_sha256", "certificate", name="signed_record")

    def __str__(self) -> str:
        return f"{self.agreement}: {self.sha256[:12]}"


class Scan(models.Model):
    """The scan of a document that was signed in ink: it is then what counts."""

    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, related_name="scan", verbose_name=_("agreement")
    )
    file = models.BinaryField(_("file"))
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    content_type = models.CharField(_("type"), max_length=50)
    name = models.CharField(_("name of the file"), max_length=200)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ("agreement",)
        indexes = _found_by("sha256", name="scan")

    def __str__(self) -> str:
        return self.name


class ClosingRecord(Sealed):
    """The report with which a document's year was closed; the newest that was not reopened holds."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="closings", verbose_name=_("agreement")
    )
    change = models.OneToOneField(
        StatusChange, on_delete=models.PROTECT, related_name="closing", verbose_name=_("change of status")
    )
    reopened = models.OneToOneField(
        StatusChange,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reopening",
        verbose_name=_("reopened when"),
    )

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ("-at",)
        indexes = _found_by("sha256", "pdf_sha256", "certificate", name="closing")

    def __str__(self) -> str:
        return f"{self.agreement}: {self.sha256[:12]}"


class Notice(models.Model):
    """That somebody is told by mail of a change of status; once, whatever happens."""

    change = models.ForeignKey(
        StatusChange, on_delete=models.CASCADE, related_name="notices", verbose_name=_("change of status")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("user")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("change", "user")
        constraints = (models.UniqueConstraint(fields=("change", "user"), name="notice_once"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.change}"
