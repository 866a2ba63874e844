"""Evidence: kept once for each key, with its hash; never altered; seen by who sees the case."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.work.photos import photo

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.work.actions import WrongStep, accept, open_case, report_done, return_case
from huanzhi.work.actions.evidence import Capture, attach_evidence
from huanzhi.work.attachments.storage import arrive, original
from huanzhi.work.attachments.types import NotTaken
from huanzhi.work.evidence import Evidence
from huanzhi.work.showing import lacking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.ATTACHMENTS = tmp_path
    return tmp_path


@pytest.fixture
def people():
    town, other = (save_organisation(SYSTEM("t"), code, {"name": code}) for code in ("TOWN", "OTHER"))
    found = {}
    for name, body, role in (("grid", town, "grid"), ("check", town, "inspector"), ("far", other, "grid")):
        user = create_user(SYSTEM("t"), name, name)
        grant(SYSTEM("t"), user, body, role)
        found[name] = User.objects.get(pk=user.pk)
    return found | {"town": town}


@pytest.fixture
def case(people):
    return open_case(
        SYSTEM("t"), "fire-point", people["town"], "Straw fire", "fire:1", "e1", {"reason": "smoke"}
    )


def attach(user, case, octets=None, key=None, **said):
    capture = Capture(key=key or uuid4(), **said)
    return attach_evidence(user.as_actor("t"), case, arrive([octets or photo()]), "IMG 1.HEIC", capture)


def test_everything_that_is_known_of_it_is_written_down(case, people):
    at = datetime(2026, 10, 17, 6, 7, tzinfo=UTC)
    held = attach(people["grid"], case, at=at, lon=Decimal("125.3"), lat=Decimal("43.8"), accuracy=Decimal(8))
    held.refresh_from_db()
    assert (held.name, held.media, held.width, held.height) == ("IMG 1.jpg", "image/jpeg", 800, 600)
    assert (held.captured_at, held.by, held.state, held.place_from) == (at, "grid", "assigned", "device")
    assert held.camera["with"] == "Example Phone 1"
    assert original(held.sha256).read_bytes() == photo()
    entry = Entry.objects.filter(verb="work.attach-evidence").last()
    assert entry.after["sha256"] == held.sha256
    assert entry.subject_id == str(case.pk)


def test_the_place_of_the_photo_itself_counts_only_without_the_device(case, people):
    held = attach(people["grid"], case)
    assert (held.place_from, held.lon, held.lat) == ("exif", Decimal("125.290000"), Decimal("43.830000"))
    held = attach(people["grid"], case, photo(gps=False))
    assert (held.place_from, held.lon) == ("none", None)


def test_the_same_key_is_the_same_evidence(case, people):
    key = uuid4()
    assert attach(people["grid"], case, key=key).pk == attach(people["grid"], case, key=key).pk
    assert Evidence.objects.count() == 1
    with pytest.raises(NotTaken, match="used before"):
        attach(people["grid"], case, photo(colour=(9, 9, 9)), key=key)
    with pytest.raises(NotTaken, match="used before"):
        attach(people["check"], case, key=key)


def test_a_file_that_changed_on_its_way_is_refused(case, people):
    with pytest.raises(NotTaken, match="changed on its way"):
        attach(people["grid"], case, sha256="0" * 64)
    assert not Evidence.objects.exists()


def test_a_refused_file_leaves_nothing(case, people, folder):
    with pytest.raises(NotTaken, match="not taken"):
        attach(people["grid"], case, b"MZ\x90\0" + bytes(99))
    assert not Evidence.objects.exists()
    assert not Entry.objects.filter(verb="work.attach-evidence").exists()


@pytest.mark.parametrize("table", ["work_evidence", "work_fieldrecord"])
@pytest.mark.parametrize("order", ["UPDATE {} SET note = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_keeps_it(case, people, table, order):
    attach(people["grid"], case)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(order.format(table))


def test_seen_by_who_sees_the_case(case, people):
    attach(people["grid"], case)
    seen = {name: Evidence.objects.visible_to(people[name]).count() for name in ("grid", "check", "far")}
    assert seen["grid"] == 1
    assert seen["far"] == 0


def test_only_by_a_person(case):
    with pytest.raises(NotAllowed, match="by a person"):
        attach_evidence(SYSTEM("t"), case, arrive([photo()]), "a", Capture(key=uuid4()))


def test_what_a_step_still_wants(case, people):
    grid, check = people["grid"].as_actor(), people["check"].as_actor()
    accept(grid, case)
    assert lacking(case, "work.report-done") == 1
    with pytest.raises(WrongStep):
        report_done(grid, case, "out")
    attach(people["grid"], case)
    assert lacking(case, "work.report-done") == 0
    report_done(grid, case, "out")
    return_case(check, case, "still smoking")
    assert lacking(case, "work.report-done") == 1
    assert lacking(case, "work.accept") == 0
