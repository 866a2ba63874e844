"""Records for the registers that indicators are counted from, and samplings of water; invented, and marked so."""

from datetime import date, datetime
from typing import Any

INDICATORS = "demo-indicators.toml"


def load_indicators(actor: Any, said: dict[str, Any]) -> None:
    """Once: a register that has rows is left as it is."""
    from huanzhi.kit.actions import save_record
    from huanzhi.kit.forms import starting
    from huanzhi.kit.register import find
    from huanzhi.measures.actions import define_member_set
    from huanzhi.monitoring.actions import save_point
    from huanzhi.monitoring.models import Point

    for medium, rows in said["points"].items():
        for code, name, kind in rows:
            if not Point.objects.filter(code=code).exists():
                facts = {"name": name, "medium": medium, "kind": kind, "source": said["source"]}
                save_point(actor, code, facts | {"simulated": True})
    for row in said["set"]:
        define_member_set(actor, row["code"], row["name"], row["members"], row["valid_from"], said["source"])
    bodies = _bodies()
    for name, table in said["register"].items():
        register = find(name)
        if register.model._default_manager.exists():
            continue
        for row in table["rows"]:
            values = dict(zip(table["columns"], row, strict=True))
            keeper = values.get("keeper")
            data = values | ({"keeper": bodies[keeper]} if keeper else {})
            save_record(actor, register, starting(name, None) | data, simulated=True)


def count_reductions(actor: Any) -> None:
    """The figures of what works have reduced, once their claims are there."""
    from datetime import timedelta

    from django.utils import timezone

    from huanzhi.plan.queries import current_plan, years
    from huanzhi.plan.rules import judge_indicator

    document, yesterday = current_plan(), timezone.localdate() - timedelta(days=1)
    if document is None:
        return
    for item in document.indicators.filter(measure__startswith="reduction_").select_related("document"):
        for year in years(document):
            if year <= yesterday.year:
                judge_indicator(actor, item, year, min(yesterday, date(year, 12, 31)))


def _bodies() -> dict[str, str]:
    from huanzhi.people.models import Organisation

    return dict(Organisation.objects.values_list("name", "code"))


def water_samplings(said: dict[str, Any], start: date, now: datetime) -> Any:
    """Samplings as rows of the lake."""
    from huanzhi.monitoring.simulation.samplings import sampled

    return sampled(said["sampling"], start, now)
