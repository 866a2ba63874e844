"""What every test may lean on."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

settings.register_profile("huanzhi", deadline=None)  # compiling tables takes longer than any one example
settings.load_profile("huanzhi")
REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents and data beside the checkout; what needs them says so when they are not there."""
    place = REPOSITORY.parent / "shared"
    if not (place / "plan").is_dir():
        pytest.skip("needs the real plan and data in ../shared, which are not here")
    return place


@pytest.fixture(scope="module")
def demo_district(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration's last five months, once for a file of tests, in a transaction that is given back."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from huanzhi.config.cli.demo import load_demo
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.models import Organisation
    from huanzhi.work.actions import open_case

    before = settings.LAKE, settings.DEMO
    settings.LAKE = tmp_path_factory.mktemp("demo") / "lake"
    yesterday = timezone.localdate() - timedelta(days=1)
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(quiet=True, since=yesterday - timedelta(days=150))
        body = Organisation.objects.get(name="生态环境分局")
        finding = {"year": yesterday.year, "value": "6", "unit": "d", "goal": "≤ 5", "as_of": str(yesterday)}
        finding |= {"reason": "already more than the target allows"}
        case = open_case(
            SYSTEM("t"), "indicator-off-track", body, "重度及以上污染天数", "indicator:3", "t", finding
        )
        yield SimpleNamespace(year=yesterday.year, day=yesterday, case=case, body=body)
        transaction.set_rollback(True)
    settings.LAKE, settings.DEMO = before


@pytest.fixture
def demo(demo_district, db, settings):
    """The demonstration, untouched by other tests."""
    settings.DEMO = True
    return demo_district


@pytest.fixture
def as_person(client):
    """The test client, signed in as somebody."""

    def sign_in(username: str):
        from huanzhi.people.models import User

        client.force_login(User.objects.get(username=username))
        return client

    return sign_in
