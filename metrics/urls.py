"""The addresses of metrics."""

from django.urls import path, re_path

from metrics.views.evidence import evidence
from metrics.views.indicators import indicator_detail, indicator_edit
from metrics.views.links import (
    indicator_join_view,
    indicator_links,
    indicator_split_view,
    indicators_different,
    metric_own_indicator,
)
from metrics.views.lists import IndicatorList, MetricList
from metrics.views.metric import metric_detail, metric_direction, metric_people, metric_target
from metrics.views.pasting import record_paste
from metrics.views.policy import policy
from metrics.views.record_rows import judge_row, record_colour, record_row
from metrics.views.recording import record
from metrics.views.reports import followup_export, summary, summary_export
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
    path("metrics/<int:pk>/", metric_detail, name="metric"),
    path("metrics/<int:pk>/people/", metric_people, name="metric-people"),
    path("metrics/<int:pk>/target/", metric_target, name="metric-target"),
    path("metrics/<int:pk>/direction/", metric_direction, name="metric-direction"),
    path("metrics/<int:pk>/own-indicator/", metric_own_indicator, name="metric-own-indicator"),
    path("indicators/", IndicatorList.as_view(), name="indicator-list"),
    path("indicators/links/", indicator_links, name="indicator-links"),
    path("indicators/<int:pk>/", indicator_detail, name="indicator"),
    path("indicators/<int:pk>/edit/", indicator_edit, name="indicator-edit"),
    path("indicators/<int:pk>/join/", indicator_join_view, name="indicator-join"),
    path("indicators/<int:pk>/split/", indicator_split_view, name="indicator-split"),
    path("indicators/<int:pk>/different/", indicators_different, name="indicator-different"),
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
    re_path(
        r"^agreements/(?P<slug>[-\w]+)/followup\.(?P<extension>pdf|xlsx)$", followup_export, name="followup-export"
    ),
    path("summary/", summary, name="summary"),
    re_path(r"^summary/summary\.(?P<extension>pdf|xlsx)$", summary_export, name="summary-export"),
]
