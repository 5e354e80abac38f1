"""The addresses of positions."""

from django.urls import path

from staffing.views import PositionList

urlpatterns = [path("", PositionList.as_view(), name="position-list")]
