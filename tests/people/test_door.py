"""The door: who comes in, and who is kept out for a while."""

from datetime import timedelta

import pytest
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user
from huanzhi.people.models import SignIn, User
from huanzhi.people.queries import locked_until

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def zhou() -> User:
    return create_user(SYSTEM("t"), "zhou", "周岚", PASSWORD)


def attempt(client, password):
    return client.post("/sign-in/", {"username": "zhou", "password": password})


def test_comes_in_and_leaves(client, zhou):
    assert attempt(client, PASSWORD).status_code == 302
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session
    assert zhou.password.startswith("argon2")


def test_a_wrong_password_stays_outside(client, zhou):
    answer = attempt(client, "wrong")
    assert answer.status_code == 401
    assert "用户名或密码不对" in answer.content.decode()


def test_five_failures_lock_the_door_even_for_the_right_password(client, zhou):
    for _ in range(5):
        attempt(client, "wrong")
    answer = attempt(client, PASSWORD)
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_the_lock_opens_after_a_quarter_of_an_hour(zhou):
    for _ in range(5):
        SignIn.objects.create(username="zhou", succeeded=False)
    assert locked_until("zhou") is not None
    assert locked_until("zhou", timezone.now() + timedelta(minutes=16)) is None
    assert locked_until("other") is None


def test_a_success_between_resets_the_count(zhou):
    for succeeded in (False, False, True, False, False):
        SignIn.objects.create(username="zhou", succeeded=succeeded)
    assert locked_until("zhou") is None


def test_demo_accounts_only_in_a_demonstration(client, settings):
    create_user(SYSTEM("t"), "planner", "方", demo=True)
    settings.DEMO = False
    assert client.post("/sign-in/planner/").status_code == 404
    assert client.post("/sign-in/", {"username": "planner", "password": ""}).status_code == 200
    settings.DEMO = True
    assert client.post("/sign-in/planner/").status_code == 302
    assert "_auth_user_id" in client.session


def test_a_real_account_has_no_button(client, zhou, settings):
    settings.DEMO = True
    assert client.post("/sign-in/zhou/").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "got"), [("/desk/tasks/", "/desk/tasks/"), ("https://elsewhere.example/", "/desk/")]
)
def test_after_the_door_only_own_addresses(client, zhou, wanted, got):
    answer = client.post("/sign-in/", {"username": "zhou", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == got
