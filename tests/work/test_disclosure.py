"""Pictures for everybody: shown by decision, without what the camera wrote, and taken back."""

from uuid import uuid4

import pytest
from PIL import Image
from tests.work.photos import photo

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.people.models import User
from huanzhi.work.actions import WrongStep
from huanzhi.work.actions.disclosing import disclose, take_back
from huanzhi.work.actions.evidence import Capture, attach_evidence
from huanzhi.work.attachments.storage import arrive, original
from huanzhi.work.disclosure import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(case, people, tmp_path, settings):
    settings.ATTACHMENTS = tmp_path
    return attach_evidence(people["worker"], case, arrive([photo()]), "a.jpg", Capture(key=uuid4()))


def test_nothing_is_public_until_somebody_decides(client, picture, people):
    assert not shown().exists()
    assert client.get("/portal/pictures/1.jpg").status_code == 404
    with pytest.raises(NotAllowed):
        disclose(people["worker"], picture, "The yard before")
    held = disclose(people["planner"], picture, "The yard before")
    page = client.get("/portal/dealt-with/").content.decode()
    assert "The yard before" in page
    assert picture.case.number not in page
    answer = client.get(f"/portal/pictures/{held.pk}.jpg")
    assert answer.status_code == 200
    assert Entry.objects.filter(verb="work.disclose-evidence").count() == 1


def test_everybodys_copy_has_no_metadata_and_the_original_all_of_it(client, picture, people, tmp_path):
    held = disclose(people["planner"], picture, "The yard")
    body = b"".join(client.get(f"/portal/pictures/{held.pk}.jpg").streaming_content)
    place = tmp_path / "public.jpg"
    place.write_bytes(body)
    with Image.open(place) as copy, Image.open(original(picture.sha256)) as kept:
        assert not copy.getexif()
        assert kept.getexif()


def test_taken_back_it_is_gone_and_stays_on_record(client, picture, people):
    held = disclose(people["planner"], picture, "The yard")
    with pytest.raises(WrongStep, match="shown already"):
        disclose(people["planner"], picture, "Again")
    with pytest.raises(WrongStep, match="why"):
        take_back(people["planner"], held, " ")
    take_back(people["planner"], held, "a face is seen")
    assert client.get(f"/portal/pictures/{held.pk}.jpg").status_code == 404
    assert "The yard" not in client.get("/portal/dealt-with/").content.decode()
    held.refresh_from_db()
    assert (held.words, held.ended_for) == ("The yard", "a face is seen")
    assert disclose(people["planner"], picture, "The yard, cut").pk != held.pk


def test_words_are_needed(picture, people):
    with pytest.raises(WrongStep, match="few words"):
        disclose(people["planner"], picture, "  ")


def test_on_the_desk_it_is_offered_to_those_who_may(client, picture, people):
    address = f"/desk/cases/{picture.case.number}/"
    for name, there in (("planner", True), ("worker", False)):
        client.force_login(User.objects.get(username=name))
        page = client.get(address).content.decode()
        assert (f"/desk/evidence/{picture.pk}/show/" in page) is there
    client.force_login(User.objects.get(username="worker"))
    assert client.post(f"/desk/evidence/{picture.pk}/show/", {"words": "x"}).status_code == 403
    client.force_login(User.objects.get(username="planner"))
    assert client.post(f"/desk/evidence/{picture.pk}/show/", {"words": "x"}).status_code == 302
    assert client.post(f"/desk/shown/{shown().get().pk}/end/", {"reason": "y"}).status_code == 302
    assert not shown().exists()
