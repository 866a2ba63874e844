"""The shipped plan without readings: small, and enough for a yearly report."""

from types import SimpleNamespace

import pytest

from huanzhi.ledger.verbs import SYSTEM

ME = SYSTEM("test")


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    from django.db import transaction

    from huanzhi.plan.models import Document
    from huanzhi.plan.profile import load_profile

    with django_db_blocker.unblock(), transaction.atomic():
        list(load_profile(ME, "chaoyang"))
        yield SimpleNamespace(document=Document.objects.get())
        transaction.set_rollback(True)


@pytest.fixture
def district(shipped, db):
    """The same, untouched by other tests."""
    return shipped


@pytest.fixture(scope="module")
def once(shipped, django_db_blocker):
    """A yearly report, sealed once for a file of tests: it takes seconds."""
    from huanzhi.plan.actions.reports import seal_report

    with django_db_blocker.unblock():
        return seal_report(ME, shipped.document, yearly(number="环报〔2024〕1号")).pk


@pytest.fixture
def sealed(once, district):
    """The sealed report, untouched by other tests."""
    from huanzhi.plan.models import SealedReport

    return SealedReport.objects.get(pk=once)


def yearly(number: str = "", **more):
    """The yearly report of 2023 as of a day."""
    from huanzhi.plan.reports.making import Asked

    return Asked("annual-report", 2023, number=number, day="2024-01-15", issuer="生态环境局", **more)
