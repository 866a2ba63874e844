"""Field pages and the door of what phones send: for whom, what they carry, how files go out."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.work.photos import photo

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.work.actions import Finding, open_found
from huanzhi.work.attachments.storage import place
from huanzhi.work.evidence import Evidence, FieldRecord

pytestmark = pytest.mark.django_db
SYNC = "/desk/field/sync/"


@pytest.fixture(autouse=True)
def plain(tmp_path, settings):
    settings.ATTACHMENTS = tmp_path


@pytest.fixture
def people():
    bodies = [save_organisation(SYSTEM("t"), code, {"name": code}) for code in ("TOWN", "OTHER")]
    for name, body, role in (
        ("grid", bodies[0], "grid"),
        ("mate", bodies[0], "grid"),
        ("far", bodies[1], "grid"),
    ):
        grant(SYSTEM("t"), create_user(SYSTEM("t"), name, name), body, role)
    return {user.username: user for user in User.objects.all()} | {"town": bodies[0]}


@pytest.fixture
def case(people):
    place = {"lon": Decimal("125.29"), "lat": Decimal("43.83")}
    found = Finding("fire-point", "Fire <b>", "fire:1", "e1", {"reason": "smoke"}, **place)
    return open_found(SYSTEM("t"), found, people["town"])


@pytest.fixture
def enter(people):
    def as_(name):
        client = Client()
        client.force_login(people[name])
        return client

    return as_


def said(user, case, verb="work.accept", **more):
    return {"who": user.pk, "case": case.number, "verb": verb, "key": str(uuid4()), "note": "", **more}


def shot(octets=None, name="a.jpg"):
    return SimpleUploadedFile(name, octets or photo(), "text/html")


def test_pages_say_whose_they_are_and_stay_with_them(enter, people, case):
    for address in ("", "map/", "waiting/", f"cases/{case.number}/"):
        answer = enter("grid").get(f"/desk/field/{address}")
        assert answer.status_code == 200, address
        assert answer["X-Huanzhi-Who"] == str(people["grid"].pk)
        assert "no-store" in answer["Cache-Control"]


def test_a_case_of_others_is_not_there(enter, case):
    assert enter("far").get(f"/desk/field/cases/{case.number}/").status_code == 404
    assert case.number not in enter("far").get("/desk/field/").content.decode()
    assert case.number in enter("grid").get("/desk/field/").content.decode()
    assert Client().get("/desk/field/").status_code == 302


def test_the_list_knows_when_a_page_kept_on_the_phone_is_old(enter, people, case):
    client = enter("grid")
    address = f"/desk/field/cases/{case.number}/"
    before = client.get(address)["X-Huanzhi-Stamp"]
    assert f'data-keep="{before}"' in client.get("/desk/field/").content.decode()
    client.post(SYNC, said(people["grid"], case))
    after = client.get(address)["X-Huanzhi-Stamp"]
    assert after != before
    assert f'data-keep="{after}"' in client.get("/desk/field/").content.decode()


def test_signed_out_is_said_and_not_redirected(people, case):
    assert Client().post(SYNC, said(people["grid"], case)).status_code == 401
    assert Client().get(SYNC).status_code == 401


def test_nobody_sends_what_another_recorded(enter, people, case):
    answer = enter("mate").post(SYNC, said(people["grid"], case))
    assert (answer.status_code, answer.json()) == (409, {"error": "other-person"})
    assert not FieldRecord.objects.exists()


def test_a_record_is_taken_and_known_by_its_key(enter, people, case):
    client, record = enter("grid"), said(people["grid"], case)
    ask = {"key": record["key"], "who": people["grid"].pk}
    assert client.get(SYNC, ask).status_code == 404
    assert client.post(SYNC, record).json() == {"outcome": "done", "reason": ""}
    assert client.post(SYNC, record).json() == {"outcome": "done", "reason": ""}
    assert client.get(SYNC, ask).json()["outcome"] == "done"
    assert enter("mate").get(SYNC, ask | {"who": people["mate"].pk}).status_code == 404
    assert case.steps.filter(verb="work.accept").count() == 1


def test_a_case_that_went_elsewhere_is_refused_in_words(enter, people, case):
    answer = enter("far").post(SYNC, said(people["far"], case)).json()
    assert answer["outcome"] == "refused"
    assert case.number in answer["reason"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "1"),
        ("at", "yesterday"),
        ("at", "2026-10-17T08:00:00"),
        ("lon", "far"),
        ("lat", "91"),
        ("accuracy", "NaN"),
    ],
)
def test_what_cannot_be_read_names_the_field(enter, people, case, field, value):
    answer = enter("grid").post(SYNC, said(people["grid"], case) | {field: value})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(f"{field}: ")


def test_a_token_is_wanted(people, case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["grid"])
    assert client.post(SYNC, said(people["grid"], case)).status_code == 403


def test_a_file_goes_out_to_be_saved_and_never_run(enter, people, case):
    client = enter("grid")
    more = {"file": shot(name="../../evil.html"), "at": "2026-10-17T06:07:00Z", "now": "2026-10-17T06:08:00Z"}
    client.post(SYNC, said(people["grid"], case, "work.attach-evidence", **more))
    held = Evidence.objects.get()
    assert (held.name, held.media) == ("evil.jpg", "image/jpeg")
    answer = client.get(f"/desk/evidence/{held.pk}/")
    assert b"".join(answer.streaming_content) == photo()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    small = client.get(f"/desk/evidence/{held.pk}/small/")
    assert b"Exif" not in b"".join(small.streaming_content)
    for address in (f"/desk/evidence/{held.pk}/", f"/desk/evidence/{held.pk}/small/"):
        assert enter("far").get(address).status_code == 404
        assert Client().get(address).status_code == 302


def test_a_changed_original_does_not_go_out(enter, people, case):
    client = enter("grid")
    client.post(SYNC, said(people["grid"], case, "work.attach-evidence", file=shot()))
    held = Evidence.objects.get()
    place(held.sha256).chmod(0o600)
    place(held.sha256).write_bytes(b"forged")
    answer = client.get(f"/desk/evidence/{held.pk}/")
    assert answer.status_code == 500
    assert held.sha256 in answer.content.decode()


def test_the_plain_form_does_the_same(enter, people, case):
    client = enter("grid")
    address = f"/desk/field/cases/{case.number}/record/"
    assert client.post(address, {"verb": "work.attach-evidence", "file": shot()}).status_code == 302
    client.post(address, {"verb": "work.accept"})
    page = client.post(address, {"verb": "work.report-done", "note": ""}, follow=True).content.decode()
    case.refresh_from_db()
    assert case.state == "accepted"
    assert "未接收" in page
    client.post(address, {"verb": "work.report-done", "note": "灭了"})
    case.refresh_from_db()
    assert case.state == "reported"


def test_the_worker_names_its_assets_and_its_scope(client):
    answer = client.get("/desk/field/worker.js")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert text.startswith("self.ASSETS=[")
    assert "/static/huanzhi/main-" in text
    assert client.get("/desk/field/app.webmanifest").json()["scope"] == "/desk/field/"


def test_queries_do_not_grow_with_the_list(enter, people, django_assert_max_num_queries):
    client = enter("grid")
    for n in range(12):
        found = Finding("fire-point", f"Fire {n}", f"fire:{n}", "e", {})
        open_found(SYSTEM("t"), found, people["town"])
    client.get("/desk/field/")
    with django_assert_max_num_queries(12):
        client.get("/desk/field/")
