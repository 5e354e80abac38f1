import django_filters

from agreements.models import Agreement


class AgreementFilters(django_filters.FilterSet):
    class Meta:
        model = Agreement
        fields = ("kind", "status")
