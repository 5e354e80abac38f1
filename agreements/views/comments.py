"""Comments beside a document: all of them, one row's, and what is said, answered and resolved.

A request with `X-Requested-With: fetch` is answered with one row's comments alone, to stand under the row; what is
refused with status 422, the typed text kept.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements import rights
from agreements.comments import (
    Place,
    Talk,
    Thread,
    open_by_row,
    open_comments,
    place_of,
    place_of_comment,
    places_of,
    row_name,
    talk_of,
    talks_of,
)
from agreements.models import Agreement, Comment, User
from agreements.refusals import refuse
from agreements.services.comments import (
    comment_add,
    comment_answer,
    comment_change,
    comment_reopen,
    comment_resolve,
    comment_withdraw,
)
from agreements.services.steps import RowGoneError
from agreements.views.agreement import agreement_or_404

SHOWN = ("all", "open", "resolved", "mine")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed and could not be taken: for which doing, beside which comment, and why."""

    do: str
    comment: int | None
    text: str
    errors: list[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """The document, what its reader may do, and which of its comments are asked for: one row's, or some of all."""

    request: HttpRequest
    agreement: Agreement
    may: rights.May
    place: Place | None
    shown: str

    @property
    def reader(self) -> User:
        return cast(User, self.request.user)

    @property
    def is_fetch(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "fetch"

    def query(self, **changed: str) -> str:
        """The query that leads to the same comments again, of the same version."""
        asked = {name: changed.get(name, self.request.GET.get(name, "")) for name in ("version", "row", "show")}
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("show", "all")}
        return f"?{urlencode(kept)}" if kept else ""


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """The document's comments, or one row's; a new one is said of the row, or of the whole document.

    With `counts` in the query: how many are open, by row, as JSON.
    """
    scope = _scope(request, slug)
    if request.method != "POST":
        return JsonResponse(open_by_row(scope.agreement)) if "counts" in request.GET else _page(scope)
    whole = place_of(scope.agreement, "agreement", scope.agreement.pk)
    place = scope.place or cast(Place, whole)

    def add(text: str) -> Comment:
        return comment_add(
            agreement=scope.agreement,
            kind=place.kind,
            key=uuid.UUID(place.key),
            text=text,
            by=scope.reader,
            at=timezone.now(),
        )

    return _do(scope, "add", None, add)


@require_POST
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answers, resolves, opens again, changes or withdraws a comment, as the button `do` says."""
    scope = _scope(request, slug)
    do = request.POST.get("do", "")
    if not scope.may.comment and not request.POST.get("text", "").strip():
        refuse("comment", scope.agreement)
    found = Comment.objects.filter(agreement=scope.agreement, pk=pk).first()
    if found is None:
        return _gone(scope, _("The comment has been withdrawn meanwhile."))
    by, at = scope.reader, timezone.now()
    doings: dict[str, Callable[[str], Comment | None]] = {
        "answer": lambda text: comment_answer(comment=found, text=text, by=by, at=at),
        "resolve": lambda text: comment_resolve(comment=found, text=text, by=by, at=at),
        "reopen": lambda _text: comment_reopen(comment=found, by=by),
        "change": lambda text: comment_change(comment=found, text=text, by=by, at=at),
        "withdraw": lambda _text: comment_withdraw(comment=found, by=by),
    }
    if do not in doings:
        raise BadRequest
    return _do(scope, do, found, doings[do])


def _scope(request: HttpRequest, slug: str) -> Scope:
    """404 for a document that the user may not read, and for a row that it has never had."""
    agreement, may = agreement_or_404(request, slug)
    asked = request.GET.get("row", "")
    place = None
    if asked:
        name = row_name(asked)
        place = place_of(agreement, *name) if name else None
        if place is None:
            raise Http404
    shown = request.GET.get("show", "")
    return Scope(request, agreement, may, place, shown if shown in SHOWN else "all")


def _do(scope: Scope, do: str, on: Comment | None, doing: Callable[[str], Comment | None]) -> HttpResponse:
    """Do it with the typed text, and lead back to the comments; what is refused is shown with the text kept."""
    text = scope.request.POST.get("text", "")
    place = scope.place or (place_of_comment(scope.agreement, on) if on and scope.is_fetch else None)
    try:
        said = doing(text)
    except PermissionDenied as error:
        if not text.strip():
            raise
        return _refused(scope, place, Typed(do, on.pk if on else None, text, [str(error)]))
    except ValidationError as error:
        return _refused(scope, place, Typed(do, on.pk if on else None, text, error.messages))
    except RowGoneError as error:
        return _gone(scope, str(error))
    if scope.is_fetch:
        return _fragment(scope, place)
    anchor = f"#comment-{said.answers_id or said.pk}" if said else ""
    return HttpResponseRedirect(reverse("comments", args=[scope.agreement.slug]) + scope.query() + anchor)


def _refused(scope: Scope, place: Place | None, typed: Typed) -> HttpResponse:
    if scope.is_fetch:
        return _fragment(scope, place, typed=typed)
    return _page(scope, typed=typed)


def _gone(scope: Scope, words: str) -> HttpResponse:
    """What was to be answered or commented is not there any more: the typed text stays, to be said anew."""
    typed = Typed("add", None, scope.request.POST.get("text", ""), [words])
    if not scope.is_fetch and not typed.text.strip():
        messages.error(scope.request, words)
        return HttpResponseRedirect(reverse("comments", args=[scope.agreement.slug]) + scope.query())
    return _refused(scope, scope.place, typed)


def _fragment(scope: Scope, place: Place | None, *, typed: Typed | None = None) -> HttpResponse:
    """One row's comments alone; those of the document itself where no row is known."""
    place = place or place_of(scope.agreement, "agreement", scope.agreement.pk)
    context = _context(scope, typed) | _of_row(scope, cast(Place, place))
    return render(scope.request, "agreements/comments_thread.html", context, status=422 if typed else 200)


def _page(scope: Scope, *, typed: Typed | None = None) -> HttpResponse:
    context = _context(scope, typed)
    if scope.is_fetch:
        return _fragment(scope, scope.place, typed=typed)
    if scope.place:
        context |= _of_row(scope, scope.place)
    else:
        places = places_of(scope.agreement)
        talks = talks_of(scope.agreement, places, reader=scope.reader, may_comment=scope.may.comment)
        threads = [thread for talk in talks for thread in talk.threads]
        context |= {
            "left_open": _left_open(scope.agreement),
            "talks": [kept for talk in talks if (kept := _of_those_shown(talk, scope.shown)).threads],
            "total": len(threads),
            "groups": _groups(places) if scope.may.comment else [],
            "filters": [
                (name, label, scope.query(show=name), sum(_is_shown(thread, name) for thread in threads))
                for name, label in _filters()
            ],
        }
    return render(scope.request, "agreements/comments.html", context, status=422 if typed else 200)


def _left_open(agreement: Agreement) -> tuple[Agreement, int] | None:
    """The version that the document supersedes and how many comments are open there; None where none are."""
    older = agreement.supersedes
    count = sum(open_comments(older).values()) if older else 0
    return (older, count) if older and count else None


def _context(scope: Scope, typed: Typed | None) -> dict[str, object]:
    return {
        "agreement": scope.agreement,
        "may": scope.may,
        "place": scope.place,
        "shown": scope.shown,
        "query": scope.query(),
        "everything": scope.query(row="", show=""),
        "typed": typed,
        "nav": "agreements",
    }


def _of_row(scope: Scope, place: Place) -> dict[str, object]:
    talk = talk_of(scope.agreement, place, reader=scope.reader, may_comment=scope.may.comment)
    return {"talk": talk, "of_row": scope.query(row=place.row)}


def _groups(places: list[Place]) -> list[tuple[str, list[Place]]]:
    """The rows that may be commented, by the section that they stand in, under its words."""
    groups: dict[str, list[Place]] = {}
    words: dict[str, str] = {}
    for place in places:
        if place.kind == "section":
            words[place.anchor] = place.words
        if not place.is_whole:
            groups.setdefault(place.anchor, []).append(place)
    return [(words.get(anchor, _("Parties")), own) for anchor, own in groups.items()]


def _filters() -> list[tuple[str, str]]:
    return [("all", _("All")), ("open", _("Open ones")), ("resolved", _("Resolved")), ("mine", _("With my words"))]


def _is_shown(thread: Thread, shown: str) -> bool:
    return {"open": thread.is_open, "resolved": not thread.is_open, "mine": thread.with_reader}.get(shown, True)


def _of_those_shown(talk: Talk, shown: str) -> Talk:
    return Talk(talk.place, tuple(thread for thread in talk.threads if _is_shown(thread, shown)))
