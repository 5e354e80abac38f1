"""The addresses of positions and of their shares."""

from django.urls import path

from staffing.views.lists import PositionList
from staffing.views.recording import staff_record
from staffing.views.shares import position_shares

urlpatterns = [
    path("positions/", PositionList.as_view(), name="position-list"),
    path("positions/by-agreement/", position_shares, name="position-shares"),
    path("agreements/<slug:slug>/staff/", staff_record, name="staff-record"),
]
