"""Reads of figures."""

from collections.abc import Iterable

from huanzhi.measures.models import Figure


def current(measure: str, year: int) -> Figure | None:
    """The newest figure of a measure for a year."""
    return Figure.objects.filter(measure=measure, year=year).first()


def newest(measures: Iterable[str]) -> dict[tuple[str, int], Figure]:
    """The newest figure of each measure and year, without its days (they are long)."""
    rows = Figure.objects.filter(measure__in=list(measures)).defer("series", "points")
    rows = rows.order_by("measure", "year", "-computed_at", "-pk").distinct("measure", "year")
    return {(figure.measure, figure.year): figure for figure in rows}


def episode(figure: Figure) -> Figure:
    """The figure with which the present run of the same status began."""
    earlier = Figure.objects.filter(measure=figure.measure, year=figure.year, pk__lt=figure.pk)
    broken = earlier.exclude(status=figure.status).order_by("-pk").values_list("pk", flat=True).first()
    run = Figure.objects.filter(measure=figure.measure, year=figure.year, pk__lte=figure.pk)
    return (run.filter(pk__gt=broken) if broken else run).order_by("pk")[0]
