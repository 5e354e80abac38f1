"""What happened to a document: every step of editing, what people say beside it, and who is on it now."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.base import never_blank, one_of, written_field


class Deed(models.TextChoices):
    """What somebody did in one step."""

    SAVE = "save", _("edited")
    ADD = "add", _("added")
    DELETE = "delete", _("deleted")
    MOVE = "move", _("moved")
    PASTE = "paste", _("pasted")
    UNDO = "undo", _("undone")
    RESTORE = "restore", _("restored")


class Revision(models.Model):
    """One confirmed step of editing: what it changed, it changed together. `number` counts within the document.

    A document's earlier states are reached by undoing its revisions, the newest first.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("agreement")
    )
    number = models.PositiveIntegerField(_("number"))
    deed = models.CharField(_("deed"), max_length=10, choices=Deed)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = written_field(_("reason"))
    undoes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("undoes"),
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="revision_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_counts_from_one"),
            one_of("deed", Deed, name="revision_deed_known"),
            never_blank("reason", name="revision_reason_not_blank"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.get_deed_display()}"


class Change(models.Model):
    """What a revision did to one row. `before` is null for a row that was added, `after` for one that was deleted.

    A row that was edited or moved has only the fields that changed, under their names in the database, and `place`
    (among the rows of its kind with the same parent, from 0). A row comes back under the id it had.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="changes", verbose_name=_("revision"))
    kind = models.CharField(_("kind of row"), max_length=20)
    row = models.BigIntegerField(_("row"))
    key = models.UUIDField(_("key"))
    section = models.BigIntegerField(_("section"), null=True)
    version = models.PositiveIntegerField(_("row version"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("pk",)
        indexes = (models.Index(fields=("kind", "row"), name="change_row"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="change_changes_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class Comment(models.Model):
    """What somebody says of a row, or of the whole document; an answer belongs to what it answers.

    A row is known by its kind and key, so that what was said outlives the row.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="comments", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind of row"), max_length=20)
    key = models.UUIDField(_("key"))
    text = models.TextField(_("comment"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    answers = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies", verbose_name=_("answers")
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("agreement", "kind", "key"), name="comment_row"),)
        constraints = (
            never_blank("text", name="comment_text_given"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, answers__isnull=True),
                name="comment_resolved_by_somebody_as_a_whole",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Presence(models.Model):
    """Somebody who has the document open for editing, on which row, and when that was last heard."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="presences", verbose_name=_("agreement")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    row = models.CharField(_("row"), max_length=60, blank=True)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ("-seen_at",)
        constraints = (models.UniqueConstraint(fields=("agreement", "user"), name="presence_once"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.agreement}"
