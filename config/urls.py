"""The addresses of the site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("", include("metrics.urls")),
    path("", include("staffing.urls")),
    path("", include("budgets.urls")),
    path("", include("agreements.urls")),
]
