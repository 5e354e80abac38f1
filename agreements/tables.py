import django_tables2 as tables

from agreements.models import Agreement


class AgreementTable(tables.Table):
    class Meta:
        model = Agreement
        fields = ("title", "year", "status")
