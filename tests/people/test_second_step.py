"""The second step: enrolled, asked for, spent once, recovered, left again with the password."""

import doctest
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.conf import settings
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people import delegation, devices, second_step
from huanzhi.people.actions import Unfit, confirm_second_step, remove_second_step, start_second_step
from huanzhi.people.actions.second_step import spend_code
from huanzhi.people.models import RecoveryCode, SecondStep, SignIn

pytestmark = pytest.mark.django_db
PASSWORD = {"username": "an", "password": "a long password of an"}


@pytest.mark.parametrize("module", [second_step, delegation, devices])
def test_the_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.fixture
def enrolled(persons):
    """An with a second step, the secret and the recovery codes; the enrolment lies two minutes back."""
    actor, earlier = persons.an.as_actor(), timezone.now() - timedelta(minutes=2)
    secret = start_second_step(actor, persons.an)
    codes = confirm_second_step(actor, persons.an, pyotp.TOTP(secret).at(earlier), earlier)
    return secret, codes


def code_now(secret: str) -> str:
    return pyotp.TOTP(secret).at(timezone.now())


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_pages_from_the_qr_code_to_the_recovery_codes(client, persons):
    client.force_login(persons.an)
    assert "<svg" not in client.get("/account/second-step/").content.decode().split("<main")[1]
    client.post("/account/second-step/start/")
    page = client.get("/account/second-step/").content.decode()
    assert "<svg" in page.split("<main")[1]
    secret = re.search(r'class="raw">([A-Z2-7]{32})<', page)[1]
    assert secret not in SecondStep.objects.get().secret
    wrong = client.post("/account/second-step/confirm/", {"code": "000000"})
    assert not SecondStep.objects.get().confirmed_at
    assert "验证码不对" in wrong.content.decode()
    shown = client.post("/account/second-step/confirm/", {"code": code_now(secret)}).content.decode()
    codes = re.findall(r'"raw">([a-z2-9]{5}-[a-z2-9]{5})<', shown)
    assert len(codes) == 10
    assert SecondStep.objects.get().confirmed_at
    kept = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(code.replace("-", "") in kept for code in codes)
    assert secret not in client.get("/account/second-step/").content.decode()


def test_signing_in_asks_for_the_code(client, persons, enrolled):
    answer = client.post("/sign-in/?next=/account/", PASSWORD)
    assert answer["Location"] == "/second-step/"
    assert not signed_in(client)
    assert client.get("/account/").status_code == 302
    assert client.post("/second-step/", {"code": "123456"}).status_code == 401
    done = client.post("/second-step/", {"code": code_now(enrolled[0])})
    assert done["Location"] == "/account/"
    assert signed_in(client)
    assert SignIn.objects.filter(succeeded=True).get().way == "password+code"


def test_a_code_opens_once(client, persons, enrolled):
    code = code_now(enrolled[0])
    assert spend_code(persons.an, code, timezone.now())
    assert not spend_code(persons.an, code, timezone.now())
    client.post("/sign-in/", PASSWORD)
    assert client.post("/second-step/", {"code": code}).status_code == 401


def test_a_recovery_code_opens_once_however_it_is_written(client, persons, enrolled):
    code = enrolled[1][3].upper()
    client.post("/sign-in/", PASSWORD)
    assert client.post("/second-step/", {"code": f"{code[:5]} - {code[5:]}"}).status_code == 302
    assert signed_in(client)
    assert not spend_code(persons.an, code, timezone.now())
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 9


def test_five_wrong_codes_lock_the_door(client, persons, enrolled):
    client.post("/sign-in/", PASSWORD)
    for _ in range(5):
        client.post("/second-step/", {"code": "123456"})
    assert client.post("/second-step/", {"code": code_now(enrolled[0])}).status_code == 429
    assert client.post("/sign-in/", PASSWORD).status_code == 429


def test_the_step_waits_five_minutes_and_not_without_a_password(client, persons, enrolled):
    assert client.get("/second-step/")["Location"] == "/sign-in/"
    client.post("/sign-in/", PASSWORD)
    session = client.session
    session["arriving"] |= {"until": (timezone.now() - timedelta(seconds=1)).timestamp()}
    session.save()
    assert client.post("/second-step/", {"code": code_now(enrolled[0])})["Location"] == "/sign-in/"
    assert not signed_in(client)


def test_leaving_it_needs_the_password(client, persons, enrolled):
    client.force_login(persons.an)
    client.post("/account/second-step/remove/", {"password": "no"})
    assert SecondStep.objects.exists()
    client.post("/account/second-step/remove/", {"password": PASSWORD["password"]})
    assert not SecondStep.objects.exists()
    assert not RecoveryCode.objects.exists()
    client.post("/sign-out/")
    assert client.post("/sign-in/", PASSWORD)["Location"] == "/desk/"


def test_only_who_may_resets_it_for_another(persons, enrolled):
    with pytest.raises(NotAllowed):
        remove_second_step(persons.bai.as_actor(), persons.an, PASSWORD["password"])
    remove_second_step(SYSTEM("huanzhi people reset"), persons.an, reason="telephone lost")
    assert not SecondStep.objects.exists()


def test_it_is_not_begun_over_a_confirmed_one(persons, enrolled):
    with pytest.raises(Unfit):
        start_second_step(persons.an.as_actor(), persons.an)
    with pytest.raises(NotAllowed):
        start_second_step(persons.bai.as_actor(), persons.an)


def test_another_key_of_the_installation_is_said():
    closed = second_step.close("JBSWY3DPEHPK3PXP", settings.SECRET_KEY)
    with pytest.raises(ValueError, match="another key"):
        second_step.open_(closed, "other")


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_the_vectors_of_rfc_6238(seconds, code):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    now = datetime.fromtimestamp(seconds, UTC)
    assert second_step.step_of(secret, code, now, 0) == seconds // 30
    assert second_step.step_of(secret, code, now + timedelta(seconds=30), 0) == seconds // 30  # clocks differ
    assert second_step.step_of(secret, code, now + timedelta(seconds=90), 0) is None
