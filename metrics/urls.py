"""The addresses of metrics."""

from django.urls import path

from metrics.views.lists import MetricList

urlpatterns = [path("metrics/", MetricList.as_view(), name="metric-list")]
