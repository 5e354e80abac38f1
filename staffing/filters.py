import django_filters

from staffing.models import Position


class PositionFilters(django_filters.FilterSet):
    class Meta:
        model = Position
        fields = ()
