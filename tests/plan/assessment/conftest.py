"""The shipped plan over a district simulated through 2022 and 2023, once for a file of tests."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import polars as pl
import pytest

from huanzhi.ledger.verbs import SYSTEM

ME = SYSTEM("test")
AFTER = datetime(2024, 2, 1, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def simulated(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings
    from django.db import transaction

    from huanzhi.monitoring.actions import judge_days, take_simulated
    from huanzhi.monitoring.models import Point
    from huanzhi.monitoring.simulation import simulate
    from huanzhi.plan.models import Document
    from huanzhi.plan.profile import folder, load_profile, table

    before = settings.LAKE
    settings.LAKE = tmp_path_factory.mktemp("assessed") / "lake"
    with django_db_blocker.unblock(), transaction.atomic():
        list(load_profile(ME, "chaoyang"))
        two = ("1121A", "1127A")
        parameters = table(folder("chaoyang"), "simulation.toml") | {"start": date(2022, 1, 1)}
        rows = simulate(parameters, datetime(2024, 1, 1, tzinfo=UTC))
        take_simulated(ME, "test", rows.filter(pl.col("point").is_in(two)))
        judge_days(ME, list(Point.objects.filter(code__in=two)), date(2022, 1, 1), date(2023, 12, 31))
        yield SimpleNamespace(document=Document.objects.get())
        transaction.set_rollback(True)
    settings.LAKE = before


@pytest.fixture
def district(simulated, db):
    """The same, untouched by other tests."""
    return simulated


@pytest.fixture(autouse=True)
def english():
    """Refusals are read in English here."""
    from django.utils.translation import override

    with override("en"):
        yield


@pytest.fixture
def person(db):
    """Somebody of an organisation in a role, as an actor."""
    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import Organisation, User

    def made(organisation: str, role: str):
        name = f"{role}-{User.objects.count()}"
        user = create_user(ME, name, name)
        grant(ME, user, Organisation.objects.get(name=organisation), role)
        return User.objects.get(pk=user.pk).as_actor("test")

    return made
