"""REST of figures: the newest of each measure and year, read only; a stated one says so."""

from typing import Any

from rest_framework import mixins, serializers, viewsets

from huanzhi.measures.models import Figure

FIELDS = [
    "measure", "year", "as_of", "value", "unit", "status", "numerator", "denominator", "kind", "over", "points",
    "set_version", "editions", "edition", "days_valid", "days_elapsed", "needed", "outlook", "simulated", "manual",
    "document", "issuer", "document_date", "input_hash", "computed_at",
]  # fmt: skip


class FigureSerializer(serializers.ModelSerializer):
    """A figure with what it rests on; numerator in thousandths of the unit."""

    value = serializers.DecimalField(max_digits=20, decimal_places=None, read_only=True, allow_null=True)

    class Meta:
        model = Figure
        fields = FIELDS


class FigureViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """The newest figure of each measure and year; `?measure=` and `?year=` narrow it."""

    serializer_class = FigureSerializer
    queryset = Figure.objects.none()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> Any:
        """The newest, by measure and year."""
        rows = Figure.objects.visible_to(self.request.user).order_by("measure", "year", "-computed_at", "-pk")
        rows = rows.distinct("measure", "year")
        if code := self.request.query_params.get("measure"):
            rows = rows.filter(measure=code)
        year = self.request.query_params.get("year", "")
        return rows.filter(year=int(year)) if year.isdigit() else rows
