"""The editor: the agreement's page with fields in place of its words, its parts, and who else is on it."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import rights
from agreements.checks import checks_of
from agreements.comments import open_comments
from agreements.editor import Editor, add_ghosts, read_ghosts
from agreements.models import Agreement, Change, Kind, User
from agreements.refusals import refuse
from agreements.rows.fields import Scope
from agreements.rows.kinds import row_kinds
from agreements.rows.snapshot import load_snapshot
from agreements.sections import registry
from agreements.services.presence import others_on, presence_note
from agreements.sessions import background
from agreements.views.agreement import draft_or_404


def editable_or_refuse(request: HttpRequest, slug: str) -> tuple[Agreement, rights.May, User]:
    """The draft and what of it the user may edit. 404 outside their units; PermissionDenied for what is not theirs."""
    agreement, may = draft_or_404(request, slug)
    if not isinstance(request.user, User):
        raise Http404
    if not (may.edit or may.edit_budget):
        refuse("edit", agreement)
    return agreement, may, request.user


def is_from_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def told_to_script(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view; to the editor's script it says in JSON, and in words, that something is not allowed or not there."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except PermissionDenied as error:
            if not is_from_script(request):
                raise
            return JsonResponse({"errors": {"": [str(error)]}}, status=403)
        except Http404:
            if not is_from_script(request):
                raise
            return JsonResponse({"errors": {"": [_("The document is not here any more.")]}, "gone": True}, status=404)

    return answer


def check_same_person(request: HttpRequest, user: User) -> None:
    """A page that one person opened saves nothing in the name of another who signed in meanwhile."""
    said = request.POST.get("as")
    if said and said != str(user.pk):
        raise PermissionDenied(
            _("You are signed in as %(name)s now. Sign in as yourself to save what you wrote.") % {"name": user.name}
        )


def load_editor(
    agreement: Agreement, may: rights.May, *, section: int | None = None, scope: Scope | None = None
) -> Editor:
    """The editor of the document, or of one of its sections, from a fixed number of queries; fewer with a scope that
    looks up what may be picked anyway.
    """
    snapshot = load_snapshot(agreement, section=section)
    return Editor(agreement, snapshot, snapshot.names(scope), may, open_comments(agreement))


@require_safe
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole draft, to be edited."""
    agreement, may, user = editable_or_refuse(request, slug)
    scope = Scope(agreement)
    editor = load_editor(agreement, may, scope=scope)
    context = {
        "agreement": agreement,
        "editor": editor,
        "head": editor.snapshot.rows["agreement", agreement.pk],
        "parties": editor.snapshot.of("party", agreement.pk),
        "sections": list(editor.sections()),
        "may": may,
        "findings": checks_of(agreement, editor.snapshot, user=user),
        "others": others_on(agreement, user=user, at=timezone.now()),
        "lists": _lists(scope, editor),
        "brings": [kind for kind in registry if kind.key != "figure" or agreement.kind == Kind.DEVELOPMENT_PLAN],
        "nav": "agreements",
    }
    return render(request, "agreements/edit/editor.html", context)


def _lists(scope: Scope, editor: Editor) -> dict[str, list[str]]:
    """What fields are picked from, by the name of the list: only those that a field of this document has."""
    kinds = {kind for kind, _pk in editor.snapshot.rows}
    fields = {
        field.names[0]: field
        for key in kinds
        for field in row_kinds[key].fields
        if field.widget == "pick" and field.names
    }
    return {name: [value for value, _label in field.choices(scope)] for name, field in fields.items()}


@require_safe
def edit_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One section of the editor, or one group of its table's rows (`group`), with what is being written (`new`)."""
    agreement, may, _user = editable_or_refuse(request, slug)
    editor = load_editor(agreement, may, section=pk)
    add_ghosts(editor.snapshot, read_ghosts(request.GET.getlist("new")))
    section = next(iter(editor.sections(only=pk)), None)
    if section is None:
        raise Http404
    context = {"agreement": agreement, "editor": editor, "section": section, "may": may}
    group = request.GET.get("group", "")
    if group:
        return render(request, "agreements/edit/group.html", {**context, "group": group})
    return render(request, "agreements/edit/section.html", context)


@background
@require_POST
@told_to_script
def edit_presence(request: HttpRequest, slug: str) -> JsonResponse:
    """Notes that the user is on the draft; tells who else is, and what others have changed since the revision seen."""
    agreement, _may, user = editable_or_refuse(request, slug)
    check_same_person(request, user)
    now = timezone.now()
    presence_note(agreement=agreement, user=user, row=request.POST.get("row", "")[:60], at=now)
    seen = request.POST.get("revision", "")
    since = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else agreement.revision
    changes = (
        Change.objects.filter(revision__agreement=agreement, revision__number__gt=since)
        .exclude(revision__by=user)
        .values_list("kind", "row", "section", "version")
        if agreement.revision > since
        else ()
    )
    told = [{"row": f"{kind}-{row}", "section": section, "version": version} for kind, row, section, version in changes]
    others = [
        {"name": other.name, "initials": other.initials, "row": other.row}
        for other in others_on(agreement, user=user, at=now)
    ]
    return JsonResponse({"revision": agreement.revision, "others": others, "changes": told})
