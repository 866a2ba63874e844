"""Who may do what, everywhere: every address of the site, every role, own, other and none; what is not allowed writes
nothing. A new address without a line in `matrix.toml` fails here."""

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver, resolve
from tests.desk.addresses import addresses

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant

MATRIX = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8"))
PERSONS = (
    "planner",
    "monitor",
    "ecology",
    "housing",
    "leader",
    "admin",
    "grid-member",
    "inspector-1",
    "nobody",
)
NOWHERE = {"int": "0", "str": "nobody", "slug": "point", "path": "x"}
OUTSIDE = {302, 401, 403, 404, 405}


def routes(resolver=None, before=""):
    """Every pattern of the address table with its name; registers of the API stand as one."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        else:
            yield plain(route)


def plain(route: str) -> str:
    """A pattern as the matrix names it."""
    return re.sub(r"(api/registers/)\w+", r"\1*", route.replace("^", ""))


def nowhere(route: str) -> str:
    """An address of the pattern that leads to nothing."""
    if route.startswith("registers/("):
        return "/registers/point/export.csv"
    route = route.replace("(?P<code>[/]+)", "nobody").replace("$", "").replace("*", "point")
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: NOWHERE[found[1]], route)


def somewhere(demo) -> dict[str, list[str]]:
    """Addresses that the demonstration has, by pattern."""
    found: dict[str, list[str]] = {route: [] for route in MATRIX}
    for address in addresses(demo).values():
        found[plain(resolve(address.partition("?")[0]).route)].append(address)
    return found


def may(user, said: str) -> bool:
    """Whether the matrix lets this person; of a room's verbs any one is enough."""
    if said in ("anybody", "everybody", "own"):
        return True
    if said == "wide":
        return user.scope().everything
    verbs = user.as_actor().verbs
    room = said.split(".")[0] + "."
    if said.endswith(".*"):
        return "*" in verbs or any(verb.startswith(room) for verb in verbs)
    return user.as_actor().may(said)


@pytest.fixture
def people(demo):
    from huanzhi.people.models import User

    for name, role in (("grid-member", "grid"), ("inspector-1", "inspector"), ("nobody", "")):
        user = create_user(SYSTEM("t"), name, name)
        if role:
            grant(SYSTEM("t"), user, demo.body, role)
    return [User.objects.get(username=name) for name in PERSONS]


def test_every_address_has_its_line():
    assert sorted(set(routes()) - set(MATRIX)) == [], "new addresses: say in matrix.toml who may ask what"
    assert sorted(set(MATRIX) - set(routes())) == [], "lines of matrix.toml without an address"


def test_without_signing_in_nothing_but_the_public_pages(demo, client):
    client.raise_request_exception = False
    wrong, real = [], somewhere(demo)
    for route, said in MATRIX.items():
        for address in [nowhere(route), *real[route]]:
            for method in ("get", "post"):
                if "anybody" in (said["get"], said["post"]):
                    continue
                entries, answer = Entry.objects.count(), getattr(client, method)(address)
                inside = answer.status_code == 302 and not answer["Location"].startswith("/sign-in/")
                if answer.status_code not in (302, 401, 403) or inside or Entry.objects.count() != entries:
                    wrong.append(f"{method} {address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_every_role_reads_what_it_may_and_nothing_else(people, demo, client):
    client.raise_request_exception = False
    wrong, real = [], somewhere(demo)
    for user in people:
        client.force_login(user)
        for route, said in MATRIX.items():
            for address in [nowhere(route), *real[route]]:
                status = client.get(address).status_code
                fine = {200, 302, 304, 404, 405, 409} if said["get"] and may(user, said["get"]) else OUTSIDE
                if said["get"] in ("anybody", "everybody"):
                    fine = fine | {
                        403
                    }  # the place of a narrower rule: WHO in test_pages says 200, 403 or 404 exactly
                if status not in fine:
                    wrong.append(f"{user.username} get {address}: {status}")
    assert not wrong, "\n".join(wrong)


def test_who_may_not_writes_nothing_and_who_may_is_not_turned_away(people, demo, client):
    client.raise_request_exception = False
    wrong, real = [], somewhere(demo)
    for user in people:
        for route, said in MATRIX.items():
            if said["post"] == "anybody":
                continue
            for address in [nowhere(route), *real[route][:2]]:
                client.force_login(user)  # ending sessions ends this one too
                method = client.patch if route.endswith("(?P<code>[/]+)/$") else client.post
                entries, answer = Entry.objects.count(), method(address, {})
                wrote = Entry.objects.count() - entries
                allowed = bool(said["post"]) and may(user, said["post"])
                if answer.status_code >= 500 or (wrote and not allowed):
                    wrong.append(f"{user.username} post {address}: {answer.status_code}, {wrote} entries")
                if not allowed and said["post"] and not said["get"] and answer.status_code < 300:
                    wrong.append(f"{user.username} post {address}: {answer.status_code}, not refused")
    assert not wrong, "\n".join(wrong)
