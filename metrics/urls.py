"""The addresses of metrics."""

from django.urls import path

from metrics.views.evidence import evidence
from metrics.views.lists import MetricList
from metrics.views.pasting import record_paste
from metrics.views.policy import policy
from metrics.views.record_rows import judge_row, record_colour, record_row
from metrics.views.recording import record
from metrics.views.rounds import (
    round_close,
    round_delete,
    round_detail,
    round_edit,
    round_list,
    round_new,
    round_report,
)
from metrics.views.work import work_list

urlpatterns = [
    path("metrics/", MetricList.as_view(), name="metric-list"),
    path("policy/<int:pk>/", policy, name="policy"),
    path("rounds/", round_list, name="round-list"),
    path("rounds/new/<int:unit>/", round_new, name="round-new"),
    path("rounds/<int:pk>/", round_detail, name="round"),
    path("rounds/<int:pk>/edit/", round_edit, name="round-edit"),
    path("rounds/<int:pk>/finish/", round_close, name="round-finish"),
    path("rounds/<int:pk>/remove/", round_delete, name="round-remove"),
    path("rounds/<int:pk>/<slug:slug>/", round_report, name="round-report"),
    path("work/", work_list, name="work-list"),
    path("agreements/<slug:slug>/record/", record, name="record"),
    path("agreements/<slug:slug>/record/paste/", record_paste, name="record-paste"),
    path("agreements/<slug:slug>/record/<int:pk>/", record_row, name="record-row"),
    path("agreements/<slug:slug>/record/<int:pk>/colour/", record_colour, name="record-colour"),
    path("agreements/<slug:slug>/record/<int:pk>/judge/", judge_row, name="record-judge"),
    path("evidence/<int:pk>/", evidence, name="evidence"),
]
