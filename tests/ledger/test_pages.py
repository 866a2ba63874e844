"""The pages of the ledger: an entry with what it changed, its proof as a file, sealed values for who may."""

import json

import pytest

from huanzhi.ledger.actions import checkpoint, erase
from huanzhi.ledger.proofs import wrong_inclusion
from huanzhi.ledger.seal import sealed
from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb
from huanzhi.people.actions import create_user, grant
from huanzhi.people.models import Organisation

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


@verb("tests.report")
def report(actor: Actor) -> None:
    record("tests.report:1", before={"state": "open"}, after={"state": "taken", "phone": sealed(PHONE)})


@pytest.fixture
def people():
    body = Organisation.objects.create(code="B1", name="生态环境分局")
    for role in ("planner", "administrator", "liaison"):
        grant(SYSTEM("t"), create_user(SYSTEM("t"), role, role), body, role)
    report(Actor("周", "planner", "B1", 7, "web 192.0.2.7", frozenset({"tests.*"})))
    from huanzhi.ledger.models import Entry

    return Entry.objects.get(verb="tests.report").seq


def test_an_entry_shows_who_from_where_and_what_changed(people, as_person):
    page = as_person("planner").get(f"/desk/ledger/{people}/").content.decode()
    for words in ("周", "192.0.2.7", "open", "taken", "tests.report 1", "尚无检查点覆盖它"):
        assert words in page
    assert PHONE not in page


def test_only_who_may_sees_sealed_values_until_they_are_erased(people, as_person):
    client = as_person("administrator")
    assert PHONE in client.get(f"/desk/ledger/{people}/").content.decode()
    erase(SYSTEM("t"), "tests.report:1", "request 1")
    page = client.get(f"/desk/ledger/{people}/").content.decode()
    assert PHONE not in page
    assert "其余已删除" in page


def test_liaisons_get_neither_page_nor_proof(people, as_person):
    checkpoint(SYSTEM("t"))
    client = as_person("liaison")
    for address in ("/desk/ledger/", f"/desk/ledger/{people}/", f"/desk/ledger/{people}/proof.json"):
        assert client.get(address).status_code == 403, address


def test_the_proof_is_a_file_that_holds_against_the_published_checkpoint(people, as_person, client):
    made = checkpoint(SYSTEM("t"))
    assert made.root in client.get("/portal/ledger/").content.decode()
    published = json.loads(client.get(f"/portal/ledger/{made.size}.json").content)
    signed_in = as_person("planner")
    answer = signed_in.get(f"/desk/ledger/{people}/proof.json")
    assert "attachment" in answer["Content-Disposition"]
    assert wrong_inclusion(json.loads(answer.content), published) == ""
    assert signed_in.get("/desk/ledger/99/proof.json").status_code == 404


def test_the_chain_is_checked_on_request_from_the_last_checkpoint_on(people, as_person):
    client = as_person("planner")
    assert f"账链完好：{people}条记录" in client.get("/desk/ledger/?check=1").content.decode()
    checkpoint(SYSTEM("t"))
    assert "以来1条记录" in client.get("/desk/ledger/?check=1").content.decode()
