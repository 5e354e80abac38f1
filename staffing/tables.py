import django_tables2 as tables

from staffing.models import Position


class PositionTable(tables.Table):
    class Meta:
        model = Position
        fields = ("pk",)
