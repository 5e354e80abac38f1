"""A request about one row of a draft: what it asks, who asks, and how what goes wrong is told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import rights
from agreements.models import Agreement, User
from agreements.refusals import refuse
from agreements.rows.kinds import RowKind, row_kinds
from agreements.services.steps import RowGoneError, asked_for
from agreements.views.editing import check_same_person, editable_or_refuse, is_from_script, told_to_script

NOT_FIELDS = frozenset(
    {"csrfmiddlewaretoken", "version", "parent", "place", "key", "as", "then", "section_kind", "after", "move"}
)
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about: the draft, the kind of row, the row (None for a new one), and who asks."""

    request: HttpRequest
    agreement: Agreement
    may: rights.May
    user: User
    kind: RowKind
    pk: int | None

    @property
    def is_script(self) -> bool:
        return is_from_script(self.request)

    @property
    def values(self) -> dict[str, str]:
        """The texts of the form by field name, as they were typed."""
        return {name: str(text) for name, text in self.request.POST.items() if name not in NOT_FIELDS}

    def number(self, name: str) -> int | None:
        written = self.request.POST.get(name, self.request.GET.get(name, ""))
        if not (written.isascii() and written.isdigit()) or len(written) > 19:
            return None
        return int(written)

    @property
    def editor_address(self) -> str:
        return reverse("edit", args=[self.agreement.slug])

    @property
    def address(self) -> str:
        if self.pk is None:
            return reverse("row-add", args=[self.agreement.slug, self.kind.key])
        return reverse("row", args=[self.agreement.slug, self.kind.key, self.pk])


Answer = Callable[[Asked], HttpResponse]


def asked(view: Answer) -> Callable[..., HttpResponse]:
    """The view of a request about a row; what goes wrong is told to the script in JSON, by the field it is about, and
    to a plain form on a page with what was typed.
    """

    @wraps(view)
    def answer(request: HttpRequest, slug: str, kind: str, pk: int | None = None) -> HttpResponse:
        try:
            agreement, may, user = editable_or_refuse(request, slug)
            check_same_person(request, user)
            if kind not in row_kinds or (pk is not None and pk > LARGEST):
                raise Http404
            if request.method == "POST" and not may.edits(row_kinds[kind].right):
                refuse(asked_for(row_kinds[kind]), agreement, not_saved=True)
            return view(Asked(request, agreement, may, user, row_kinds[kind], pk))
        except RowGoneError as error:
            if is_from_script(request):
                return JsonResponse({"errors": {"": [str(error)]}, "gone": True}, status=404)
            messages.error(request, str(error))
            return _gone(request, agreement)
        except ValidationError as error:
            if is_from_script(request):
                return JsonResponse({"errors": error.message_dict}, status=422)
            told = [text for texts in error.message_dict.values() for text in texts]
            return _refused(request, " ".join(told), status=422)
        except PermissionDenied as error:
            if is_from_script(request) or not _typed(request):
                raise
            return _refused(request, str(error), status=403)
        except Http404:
            if is_from_script(request) or not _typed(request):
                raise
            return _refused(request, _("There is no such page, or it is not yours to edit."), status=404)

    return told_to_script(answer)


def _typed(request: HttpRequest) -> list[str]:
    """The texts that a form brought."""
    return [str(text) for name, text in request.POST.items() if name not in NOT_FIELDS and str(text).strip()]


def _refused(request: HttpRequest, said: str, *, status: int) -> HttpResponse:
    """Why nothing was saved, and what was typed, to be copied. Says nothing of any document."""
    context = {"said": said, "texts": _typed(request), "nav": "agreements"}
    return render(request, "agreements/edit/refused.html", context, status=status)


def _gone(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """What was typed for a row that is not there any more, to be copied."""
    texts = _typed(request)
    if not texts:
        return HttpResponseRedirect(reverse("edit", args=[agreement.slug]))
    context = {"agreement": agreement, "texts": texts, "nav": "agreements"}
    return render(request, "agreements/edit/row_gone.html", context, status=404)
