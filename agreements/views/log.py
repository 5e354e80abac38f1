"""The log, for those who administer units: what happened in them, and what their people did."""

from typing import ClassVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from agreements import rights
from agreements.log_list import LogFilters, LogTable
from agreements.models import LogEntry, User
from agreements.refusals import refuse_in_units
from agreements.views.lists import ListPage


class Log(ListPage):
    """The entries, the newest first."""

    template_name = "agreements/log.html"
    table_class = LogTable
    filters_class = LogFilters
    context: ClassVar[dict[str, str]] = {"nav": "units"}

    def get(self, request: HttpRequest) -> HttpResponse:
        if not rights.administered_units(request.user).exists():
            refuse_in_units("read_log")
        return super().get(request)

    def rows(self, user: User | AnonymousUser) -> QuerySet[LogEntry]:
        return rights.readable_entries(cast(User, user)).order_by("-number")
