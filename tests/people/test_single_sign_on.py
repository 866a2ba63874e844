"""Single sign-on against a real provider on the loopback: who is let in, and every answer that is refused."""

import time
from urllib.parse import urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey
from tests.people.provider import Provider

from huanzhi.config.health import door
from huanzhi.config.oidc import single_sign_on
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import link_identity
from huanzhi.people.models import Identity, SignIn, User
from huanzhi.people.views import single_sign_on as view

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    made = Provider()
    settings.OIDC = single_sign_on(
        {
            "HUANZHI_OIDC_ISSUER": made.issuer,
            "HUANZHI_OIDC_CLIENT_ID": "huanzhi",
            "HUANZHI_OIDC_CLIENT_SECRET": "a secret",
            "HUANZHI_OIDC_NAME": "政务云登录",
        }
    )
    view._client.cache_clear()
    yield made
    made.stop()
    view._client.cache_clear()


def through(client, provider, **form):
    """To the provider and back, as a browser goes."""
    there = client.post("/single-sign-on/", form)
    assert there["Location"].startswith(f"{provider.issuer}/authorize?")
    home = requests.get(there["Location"], allow_redirects=False, timeout=5).headers["Location"]
    place = urlsplit(home)
    return client.get(f"{place.path}?{place.query}")


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def linked(provider, persons):
    link_identity(SYSTEM("t"), persons.an, provider.issuer, "u-1")
    return provider


def test_a_linked_name_opens_its_account(client, linked, persons):
    answer = through(client, linked, next="/desk/tasks/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/tasks/")
    assert client.session["_auth_user_id"] == str(persons.an.pk)
    assert linked.checked, "the provider saw the client's secret and the proof of PKCE"
    log = SignIn.objects.get()
    assert (log.username, log.succeeded, log.way) == ("an", True, "oidc")


def test_a_name_that_is_linked_to_nobody_opens_nothing_and_makes_nobody(client, provider, persons):
    before = User.objects.count()
    answer = through(client, provider)
    assert answer.status_code == 403
    assert "u-1" in answer.content.decode()
    assert not signed_in(client)
    assert User.objects.count() == before
    assert not Identity.objects.exists()


def test_somebody_signed_in_links_the_name_to_their_own_account(client, provider, persons):
    client.force_login(persons.bai)
    through(client, provider)
    held = Identity.objects.get()
    assert (held.user, held.subject, held.issuer) == (persons.bai, "u-1", provider.issuer)
    client.logout()
    through(client, provider)
    assert client.session["_auth_user_id"] == str(persons.bai.pk)
    client.post(f"/account/identity/{held.pk}/")
    client.logout()
    assert through(client, provider).status_code == 403


def test_a_name_linked_to_another_stays_with_the_other(client, linked, persons):
    client.force_login(persons.bai)
    through(client, linked)
    assert Identity.objects.get().user == persons.an


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["somebody-else"]},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"sub": None},
        {"iat": int(time.time()) + 3600},
    ],
    ids=str,
)
def test_wrong_claims_are_refused(client, linked, lie):
    linked.lie = lie
    assert through(client, linked).status_code == 403
    assert not signed_in(client)
    assert not SignIn.objects.get().succeeded


def test_a_signature_of_another_key_is_refused(client, linked):
    linked.signs_with = RSAKey.generate_key(2048, {"kid": "k1"})
    assert through(client, linked).status_code == 403
    assert not signed_in(client)


def test_a_symmetric_signature_by_the_public_key_is_refused(client, linked):
    linked.sign_by_public_key()
    assert through(client, linked).status_code == 403
    assert not signed_in(client)


def test_a_provider_that_calls_itself_otherwise_is_refused(client, provider):
    provider.claims_issuer = "https://elsewhere.example"
    assert client.post("/single-sign-on/").status_code == 403


def test_a_new_key_of_the_provider_is_fetched(client, linked):
    through(client, linked)
    client.logout()
    linked.turn_key()
    assert through(client, linked).status_code == 302
    assert signed_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client, linked):
    assert client.get("/single-sign-on/back/?code=x&state=y").status_code == 403
    assert client.get("/single-sign-on/back/").status_code == 403
    assert not signed_in(client)


def test_the_provider_is_not_there(client, provider):
    provider.stop()
    assert client.post("/single-sign-on/").status_code == 403


def test_somebody_who_may_not_sign_in_any_more_is_not_let_in(client, linked, persons):
    persons.an.is_active = False
    persons.an.save()
    assert through(client, linked).status_code == 403


def test_off_unless_configured(client, settings):
    settings.OIDC = None
    assert client.post("/single-sign-on/").status_code == 404
    assert client.get("/single-sign-on/back/").status_code == 404
    assert "single-sign-on" not in client.get("/sign-in/").content.decode()
    assert next(door()).detail.startswith("off")


def test_on_is_said_by_the_doctor_and_on_the_page(client, provider):
    page = client.get("/sign-in/").content.decode()
    assert "政务云登录" in page
    assert provider.issuer in next(door()).detail


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"HUANZHI_OIDC_ISSUER": "http://id.example", "HUANZHI_OIDC_CLIENT_ID": "x"}, "is not https"),
        ({"HUANZHI_OIDC_ISSUER": "https://id.example"}, "HUANZHI_OIDC_CLIENT_ID: missing"),
    ],
)
def test_half_a_configuration_is_refused_by_name(environment, said):
    with pytest.raises(ValueError, match=said):
        single_sign_on(environment)
