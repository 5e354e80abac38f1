"""The addresses of metrics."""

from django.urls import path

from metrics.views import MetricList

urlpatterns = [path("", MetricList.as_view(), name="metric-list")]
