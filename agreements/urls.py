"""The addresses of the root app."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from agreements.views.accounts import set_language
from agreements.views.agreement import agreement_detail, agreement_export
from agreements.views.amending import amend
from agreements.views.blocks import paste
from agreements.views.checking import check
from agreements.views.checks import edit_checks
from agreements.views.comments import comment, comments
from agreements.views.comparison import compare_export, compare_view
from agreements.views.creating import agreement_new
from agreements.views.deeds import row_put, row_remove, row_try, undo
from agreements.views.editing import edit, edit_presence, edit_section
from agreements.views.higher_goals import (
    higher_goal_edit,
    higher_goal_link,
    higher_goal_new,
    higher_goal_place,
    higher_goals,
)
from agreements.views.history import history, history_state, row_restore_view
from agreements.views.home import home
from agreements.views.lists import AgreementList
from agreements.views.log import Log
from agreements.views.pages import accessibility
from agreements.views.people import people, person_active, role_edit, role_new, role_stop, welcome_again
from agreements.views.printing import print_again, print_file, print_job, print_list, print_new, print_rest, print_stop
from agreements.views.proof import closing_file, scan_file, signed, signed_file
from agreements.views.rows import row, row_new
from agreements.views.signing import scan, sign
from agreements.views.signing_rules import signing_rules
from agreements.views.status import decision, status, status_step
from agreements.views.units import unit_detail, unit_edit, unit_list, unit_new
from agreements.views.years import next_year, next_year_report, next_year_undo

urlpatterns = [
    path("", home, name="home"),
    path("", include("agreements.account_urls")),
    path("language/", login_not_required(set_language), name="language"),
    path("accessibility/", accessibility, name="accessibility"),
    path("agreements/", AgreementList.as_view(), name="agreement-list"),
    path("agreements/new/", agreement_new, name="agreement-new"),
    path("agreements/<slug:slug>/", agreement_detail, name="agreement"),
    path("agreements/<slug:slug>/edit/", edit, name="edit"),
    path("agreements/<slug:slug>/edit/sections/<int:pk>/", edit_section, name="edit-section"),
    path("agreements/<slug:slug>/edit/checks/", edit_checks, name="edit-checks"),
    path("agreements/<slug:slug>/edit/sections/<int:pk>/paste/", paste, name="paste"),
    path("agreements/<slug:slug>/edit/presence/", edit_presence, name="edit-presence"),
    path("agreements/<slug:slug>/edit/undo/", undo, name="undo"),
    path("agreements/<slug:slug>/edit/<slug:kind>/add/", row_new, name="row-add"),
    path("agreements/<slug:slug>/edit/<slug:kind>/try/", row_try, name="row-try-new"),
    path("agreements/<slug:slug>/edit/<slug:kind>/<int:pk>/", row, name="row"),
    path("agreements/<slug:slug>/edit/<slug:kind>/<int:pk>/try/", row_try, name="row-try"),
    path("agreements/<slug:slug>/edit/<slug:kind>/<int:pk>/delete/", row_remove, name="row-delete"),
    path("agreements/<slug:slug>/edit/<slug:kind>/<int:pk>/move/", row_put, name="row-move"),
    path("agreements/<slug:slug>/comments/", comments, name="comments"),
    path("agreements/<slug:slug>/comments/<int:pk>/", comment, name="comment"),
    path("agreements/<slug:slug>/history/", history, name="history"),
    path("agreements/<slug:slug>/history/<int:number>/", history_state, name="history-state"),
    path("agreements/<slug:slug>/restore/", row_restore_view, name="row-restore"),
    path("agreements/<slug:slug>/compare/", compare_view, name="compare"),
    path("agreements/<slug:slug>/compare.pdf", compare_export, name="compare-export"),
    path("agreements/<slug:slug>/status/", status, name="status"),
    path("agreements/<slug:slug>/status/decision/", decision, name="decision"),
    re_path(
        r"^agreements/(?P<slug>[-\w]+)/status/(?P<step>submit|withdraw|accept|send-back|close|reopen)/$",
        status_step,
        name="status-step",
    ),
    path("agreements/<slug:slug>/sign/", sign, name="sign"),
    path("agreements/<slug:slug>/scan/", scan, name="scan"),
    path("agreements/<slug:slug>/signed/", signed, name="signed"),
    re_path(r"^agreements/(?P<slug>[-\w]+)/signed/file\.(?P<extension>pdf|json)$", signed_file, name="signed-file"),
    path("agreements/<slug:slug>/signed/scan/", scan_file, name="scan-file"),
    re_path(
        r"^agreements/(?P<slug>[-\w]+)/signed/closings/(?P<pk>\d{1,18})\.(?P<extension>pdf|json)$",
        closing_file,
        name="closing-file",
    ),
    path("agreements/<slug:slug>/amend/", amend, name="amend"),
    path("agreements/<slug:slug>/next-year/", next_year, name="next-year"),
    path("agreements/<slug:slug>/carried-over/", next_year_report, name="next-year-report"),
    path("agreements/<slug:slug>/take-back/", next_year_undo, name="next-year-undo"),
    re_path(
        r"^agreements/(?P<slug>[-\w]+)/export\.(?P<extension>json|pdf|xlsx)$", agreement_export, name="agreement-export"
    ),
    path("check/", check, name="check-file"),
    path("higher-goals/", higher_goals, name="higher-goals"),
    path("higher-goals/new/<int:unit>/", higher_goal_new, name="higher-goal-new"),
    path("higher-goals/<int:pk>/", higher_goal_edit, name="higher-goal-edit"),
    path("higher-goals/<int:pk>/move/", higher_goal_place, name="higher-goal-move"),
    path("higher-goals/goals/<int:pk>/", higher_goal_link, name="higher-goal-link"),
    path("printing/", print_list, name="print-list"),
    path("printing/new/", print_new, name="print-new"),
    path("printing/<int:pk>/", print_job, name="print-job"),
    path("printing/<int:pk>/file/", print_file, name="print-file"),
    path("printing/<int:pk>/cancel/", print_stop, name="print-cancel"),
    path("printing/<int:pk>/retry/", print_again, name="print-retry"),
    path("printing/<int:pk>/leave-out/", print_rest, name="print-leave-out"),
    path("log/", Log.as_view(), name="log"),
    path("units/", unit_list, name="unit-list"),
    path("units/<int:pk>/", unit_detail, name="unit"),
    path("units/<int:pk>/signing/", signing_rules, name="signing-rules"),
    path("units/<int:pk>/edit/", unit_edit, name="unit-edit"),
    path("units/<int:pk>/new/", unit_new, name="unit-new"),
    path("units/<int:pk>/people/", people, name="people"),
    path("units/<int:pk>/people/new/", role_new, name="role-new"),
    path("units/<int:pk>/people/<int:role>/", role_edit, name="role"),
    path("units/<int:pk>/people/<int:role>/end/", role_stop, name="role-end"),
    path("units/<int:pk>/people/<int:role>/account/", person_active, name="person-active"),
    path("units/<int:pk>/people/<int:role>/welcome/", welcome_again, name="welcome-again"),
]
