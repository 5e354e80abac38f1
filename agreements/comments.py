"""What has been said beside a document's rows, as pages show it, and whom it awaits."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from agreements import rights
from agreements.desk import Laid
from agreements.models import Agreement, Change, Comment, User
from agreements.rows import Row, load_snapshot, row_kinds, state_of
from agreements.rows.picking import PersonField
from agreements.rows.snapshot import PLACE, Snapshot
from agreements.services.comments import WHOLE
from agreements.services.steps import where

SHOWN_DOCUMENTS = 8
LONGEST_WORDS = 300
Key = tuple[str, str]
"""What a row is known by: the key of its kind, and its own."""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment or answer. `may_change` tells whether the reader may still change or withdraw it."""

    pk: int
    text: str
    by: str
    at: datetime.datetime
    may_change: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers; `with_reader` tells whether the reader has said something in it."""

    first: Said
    answers: tuple[Said, ...]
    resolved_at: datetime.datetime | None
    resolved_by: str
    with_reader: bool

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


@dataclass(frozen=True, slots=True)
class Place:
    """The row that something is said of: its kind and key, its name in a page ("metric-12"), its own words, and its
    section's anchor. `is_gone` when it has been deleted; the words are then the last that it had.
    """

    kind: str
    key: str
    row: str
    words: str
    anchor: str
    is_gone: bool = False

    @property
    def kind_word(self) -> str:
        return capfirst(str(row_kinds[self.kind].label)) if self.kind in row_kinds else ""

    @property
    def is_whole(self) -> bool:
        """Is it the document itself?"""
        return self.kind == "agreement"


@dataclass(frozen=True, slots=True)
class Talk:
    """All that is said of one row, what is open first."""

    place: Place
    threads: tuple[Thread, ...]

    @property
    def open(self) -> int:
        return sum(thread.is_open for thread in self.threads)


def open_comments(agreement: Agreement) -> dict[Key, int]:
    """How many comments are open, by kind and key of row, keys as `Snapshot.key_of` has them: the document's is empty.

    One query.
    """
    rows = Comment.objects.filter(agreement=agreement, answers=None, resolved_at=None)
    counted = rows.order_by().values_list("kind", "key").annotate(count=Count("pk"))
    return {(kind, "" if key == WHOLE else str(key)): count for kind, key, count in counted}


def places_of(agreement: Agreement) -> list[Place]:
    """Every row of the document in its order: the document itself, the parties, the sections with what is in them.

    A fixed number of queries for the document's kinds of row.
    """
    return list(_places(agreement, load_snapshot(agreement)))


def open_by_row(agreement: Agreement) -> dict[str, int]:
    """How many comments are open on the document's present rows, by a row's name in a page, "metric-12"."""
    counts = open_comments(agreement)
    keys = ((place, (place.kind, "" if place.is_whole else place.key)) for place in places_of(agreement))
    return {place.row: counts[key] for place, key in keys if key in counts}


def talks_of(agreement: Agreement, rows: Iterable[Place], *, reader: User | None, may_comment: bool) -> list[Talk]:
    """All that is said of the document's rows, its present ones given: rows with something open first, then in the
    document's order. Two queries.
    """
    threads = _threads(Comment.objects.filter(agreement=agreement), reader, may_comment)
    places = {(place.kind, place.key): place for place in rows}
    for key, place in _gone(agreement).items():
        places.setdefault(key, place)
    for key in threads:
        places.setdefault(
            key, Place(*key, row="", words=_("A row that is not there any more"), anchor="", is_gone=True)
        )
    talks = [Talk(place, threads[key]) for key, place in places.items() if key in threads]
    return sorted(talks, key=lambda talk: not talk.open)


def talk_of(agreement: Agreement, place: Place, *, reader: User | None, may_comment: bool) -> Talk:
    """All that is said of the row. One query."""
    said = Comment.objects.filter(agreement=agreement, kind=place.kind, key=place.key)
    threads = _threads(said, reader, may_comment)
    return Talk(place, threads.get((place.kind, place.key), ()))


def place_of(agreement: Agreement, kind: str, pk: int) -> Place | None:
    """The document's row of that kind and id, deleted ones too; None when it never had one. At most two queries."""
    if kind not in row_kinds:
        return None
    rows = row_kinds[kind]
    found = where(agreement, rows, pk=pk)
    if found is not None:
        row, section = found
        key = str(WHOLE) if kind == "agreement" else str(row.section.key if rows.single else row.key)
        return _place(Row(kind, pk, 0, state_of(rows, row)), key, section)
    deleted = Change.objects.filter(revision__agreement=agreement, kind=kind, row=pk, after__isnull=True)
    last = deleted.order_by("-pk").first()
    return None if last is None else _place_of_deleted(last)


def place_of_comment(agreement: Agreement, comment: Comment) -> Place:
    """The row that the comment is on. At most two queries."""
    kind, key = comment.kind, comment.key
    pk: int | None = None
    if kind == "agreement":
        pk = agreement.pk
    elif kind in row_kinds:
        rows = row_kinds[kind]
        found = where(agreement, rows, **{"section__key" if rows.single else "key": key})
        if found is not None:
            return _place(Row(kind, found[0].pk, 0, state_of(rows, found[0])), str(key), found[1])
        pk = _deleted(agreement).filter(kind=kind, key=key).values_list("row", flat=True).last()
    place = None if pk is None else place_of(agreement, kind, pk)
    return place or Place(kind, str(key), "", _("A row that is not there any more"), "", is_gone=True)


def _threads(comments: QuerySet[Comment], reader: User | None, may_comment: bool) -> dict[Key, tuple[Thread, ...]]:
    """The threads by row, open ones first, each as old as its first word."""
    firsts: list[Comment] = []
    answers: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments.select_related("by", "resolved_by").order_by("at", "pk"):
        if comment.answers_id is None:
            firsts.append(comment)
        else:
            answers[comment.answers_id].append(comment)
    threads: dict[Key, list[Thread]] = defaultdict(list)
    for first in sorted(firsts, key=lambda first: first.resolved_at is not None):
        threads[first.kind, str(first.key)].append(_thread(first, answers[first.pk], reader, may_comment))
    return {key: tuple(own) for key, own in threads.items()}


def _thread(first: Comment, answers: list[Comment], reader: User | None, may_comment: bool) -> Thread:
    comments = [first, *answers]
    changeable = comments[-1] if may_comment and first.resolved_at is None else None

    def said(comment: Comment) -> Said:
        may_change = comment is changeable and reader is not None and comment.by_id == reader.pk
        return Said(comment.pk, comment.text, str(comment.by), comment.at, may_change)

    return Thread(
        first=said(first),
        answers=tuple(said(answer) for answer in answers),
        resolved_at=first.resolved_at,
        resolved_by=str(first.resolved_by or ""),
        with_reader=reader is not None and any(comment.by_id == reader.pk for comment in comments),
    )


def _places(agreement: Agreement, snapshot: Snapshot) -> Iterable[Place]:
    whole = snapshot.rows["agreement", agreement.pk]
    tops = [*snapshot.of("party", agreement.pk), *snapshot.of("section", None)]
    yield _place(whole, str(WHOLE), None)
    for row in [below for top in tops for below in (top, *snapshot.below(top))]:
        section = snapshot.section_of(row)
        yield _place(row, snapshot.key_of(row), section.pk if section else None)


def _place(row: Row, key: str, section: int | None) -> Place:
    words = Truncator(row.title).chars(LONGEST_WORDS)
    return Place(row.kind, key, row.id, words, f"s{section}" if section else "")


def _deleted(agreement: Agreement) -> QuerySet[Change]:
    return Change.objects.filter(revision__agreement=agreement, after__isnull=True).order_by("pk")


def _gone(agreement: Agreement) -> Mapping[Key, Place]:
    """Every deleted row of which something is said. One query."""
    commented = Comment.objects.filter(agreement=agreement).order_by().values("key")
    deleted = _deleted(agreement).filter(key__in=commented)
    return {(change.kind, str(change.key)): _place_of_deleted(change) for change in deleted}


def _place_of_deleted(change: Change) -> Place:
    state = {name: value for name, value in (change.before or {}).items() if name != PLACE}
    row = Row(change.kind, change.row, change.version, state)
    words = Truncator(row.title).chars(LONGEST_WORDS)
    return Place(change.kind, str(change.key), row.id, words, "", is_gone=True)


# --- whom it awaits --------------------------------------------------------------------------------------------------


def awaiting(user: User) -> QuerySet[Comment]:
    """The open comments that await the user: on documents that are theirs to edit, on rows that name them, and where
    they have said something; as long as the last word is somebody else's.
    """
    answered = Comment.objects.filter(answers=OuterRef("pk"), by=user)
    theirs = Q(agreement__in=rights.kept_agreements(user)) | Q(by=user) | Exists(answered) | _on_rows_of(user)
    said = Comment.objects.filter(Q(pk=OuterRef("pk")) | Q(answers=OuterRef("pk"))).order_by("-at", "-pk")
    return (
        Comment.objects.filter(theirs, answers=None, resolved_at=None)
        .filter(agreement__in=rights.commentable_agreements(user).standing())
        .annotate(last_by=Subquery(said.values("by")[:1]))
        .exclude(last_by=user.pk)
    )


def _on_rows_of(user: User) -> Q:
    """The condition that a comment is on a row that names the user."""
    condition = Q(pk__in=[])
    for kind in row_kinds:
        named = [Q(**{field.name: user.pk}) for field in kind.fields if isinstance(field, PersonField)]
        if named:
            path = {kind.document: OuterRef("agreement"), "key": OuterRef("key")}
            rows = kind.model._default_manager.filter(reduce(or_, named), **path)
            condition |= Q(Exists(rows), kind=kind.key)
    return condition


@dataclass(frozen=True, slots=True)
class CommentDesk:
    """The documents with comments that await the user, the latest first: the first of them, and how many more."""

    first: Sequence[Agreement]
    more: int


def comments_part(user: User, on: datetime.date) -> Laid:
    """The part of the desk that comments bring. One query."""
    documents = list(
        Agreement.objects.filter(comments__in=awaiting(user).values("pk"))
        .annotate(waiting=Count("comments"), said_at=Max("comments__at"))
        .order_by(F("said_at").desc(), "slug")
    )
    shown = documents[:SHOWN_DOCUMENTS]
    return Laid(
        awaiting=len(documents),
        agenda_template="agreements/desk_comments.html",
        aside_template="",
        content=CommentDesk(shown, len(documents) - len(shown)),
    )


def row_name(text: str) -> tuple[str, int] | None:
    """The kind and id of a row's name in a page, "metric-12"; None when it is none."""
    kind, _dash, pk = text.rpartition("-")
    return (kind, int(pk)) if kind in row_kinds and pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
