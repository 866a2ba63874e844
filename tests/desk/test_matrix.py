"""Who may do what, everywhere: every address, every role, own, other and nothing there: exactly which status.

What is not allowed writes nothing. A new address without a line in `matrix.toml` fails here.
"""

import logging
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from tests.desk.addresses import addresses
from tests.desk.belongings import belongings

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant

MATRIX = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8"))
ROLES = {
    "planner": "planner",
    "ecology": "liaison",
    "housing": "liaison",
    "yongchun": "grid",
    "inspector": "inspector",
    "assessor": "assessor",
    "leader": "leader",
    "admin": "administrator",
    "nobody": "",
}
NOWHERE = {"int": "0", "str": "nobody", "slug": "point", "path": "x"}


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
    """An address of the pattern that leads to nothing; the address itself where it has no parts."""
    if route.startswith("registers/("):
        return "/registers/point/export.csv"
    route = route.replace("(?P<code>[/]+)", "nobody").replace("$", "").replace("*", "point")
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: NOWHERE[found[1]], route)


def route_of(address: str) -> str:
    """The pattern that an address belongs to."""
    return plain(resolve(address.partition("?")[0]).route)


def verbs_allow(user, said: str) -> bool:
    """Whether the matrix lets this person; of a room's verbs any one is enough."""
    if said in ("anybody", "everybody", "own"):
        return True
    if said == "wide":
        return user.wide
    verbs = user.as_actor().verbs
    if said.endswith(".*"):
        return "*" in verbs or any(verb.startswith(said[:-1]) for verb in verbs)
    return user.as_actor().may(said)


def parts(route: str) -> bool:
    """Whether an address of the pattern names something."""
    return "<" in route


def at_nothing(route: str) -> str:
    """What is found at the address that `nowhere` gives."""
    return "nothing" if parts(route) and MATRIX[route].get("nothing") != 200 else "shown"


def read(user: Any, route: str, found: str) -> int:
    """The status of a page for somebody, when what it names is `shown` to them, `hidden` from them, or `nothing`."""
    said = MATRIX[route]
    if not said["get"]:
        return 405
    if not verbs_allow(user, said["get"]):
        return said.get("refused", 403)
    if found == "hidden":
        return 404
    missing = found == "nothing" or not parts(route)
    return said.get("nothing", 404 if found == "nothing" else 200) if missing else 200


def sent(user: Any, route: str, found: str) -> set[int]:
    """The status of an empty form sent there: what may not be done is forbidden, what is not one's own is not there."""
    said = MATRIX[route]
    if not verbs_allow(user, said["post"].format(step=said.get("step"))):
        return {said.get("refused", 403)}
    if found != "shown":
        return {404}
    empty = said.get("empty", 302)
    return set(empty) if isinstance(empty, list) else {empty}


@pytest.fixture(scope="module")
def world(demo_district):
    """The demonstration with the story of an outlet and two of everything that belongs to somebody, once."""
    from tests.desk.story import tell

    from huanzhi.people.models import Organisation, User

    body = Organisation.objects.get(name="区委组织部")
    for name in set(ROLES) - set(User.objects.values_list("username", flat=True)):
        user = create_user(SYSTEM("t"), name, name)
        if ROLES[name]:
            grant(SYSTEM("t"), user, body, ROLES[name])
    examples = addresses(SimpleNamespace(**vars(demo_district), told=tell()))
    rows = belongings(demo_district)
    held: dict[str, list[tuple[str, Any]]] = {route: [] for route in MATRIX}
    for row in rows:
        for address in row.pages:
            held[route_of(address)].append((address, row))
    plainly: dict[str, list[str]] = {route: [] for route in MATRIX}
    for address in examples.values():  # one a pattern; `test_pages` reads every variant
        if not held[route_of(address)] and not plainly[route_of(address)]:
            plainly[route_of(address)].append(address)
    return SimpleNamespace(rows=rows, held=held, examples=plainly)


@pytest.fixture
def unrendered(monkeypatch):
    """Status alone: templates are rendered for every page and reader in `test_pages`."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_args, **_kwargs: "")


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refusals are what is wanted here; their tracebacks are not written out."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def signed_in(name: str) -> tuple[Any, Client]:
    """Somebody, and a client of theirs."""
    from huanzhi.people.models import User

    user = User.objects.get(username=name)
    user.wide = user.scope().everything
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return user, client


def found_by(user: Any, row: Any) -> str:
    """Whether a row is shown to somebody, by what the belonging says of itself."""
    return "shown" if row.seen_by(user.username, user.wide) else "hidden"


def targets(world: Any, user: Any, route: str) -> list[tuple[str, str]]:
    """The addresses of a pattern with what is found there by somebody."""
    rows = [(address, found_by(user, row)) for address, row in world.held[route]]
    plainly = [(address, "shown") for address in world.examples[route]]
    return [(nowhere(route), at_nothing(route)), *plainly, *rows]


def steps(world: Any, user: Any, route: str) -> list[tuple[str, str]]:
    """Where a form of a pattern can be sent: to nothing, and to each row below whose page it lies."""
    step = MATRIX[route].get("step")
    found = {} if step else {nowhere(route): at_nothing(route)}
    for page in (
        one for one in MATRIX if parts(one) and route.startswith(one) and not (step and one == route)
    ):
        rest = route[len(page) :]
        if step:
            found[nowhere(page) + re.sub(r"<\w+:\w+>", step, rest)] = "nothing"
        below = re.sub(r"<\w+:\w+>", step, rest) if step else nowhere(rest)[1:]
        for address, seen in targets(world, user, page)[1:]:
            there = seen if step or not parts(rest) else "nothing"
            found[address.partition("?")[0] + below] = there
    return list(found.items())


def test_every_address_has_its_line():
    assert sorted(set(routes()) - set(MATRIX)) == [], "new addresses: say in matrix.toml who may ask what"
    assert sorted(set(MATRIX) - set(routes())) == [], "lines of matrix.toml without an address"


def test_without_signing_in_nothing_but_the_public_pages(db, world, unrendered):
    client, wrong, entries = Client(raise_request_exception=False), [], Entry.objects.count()
    for route, said in MATRIX.items():
        if "anybody" in (said["get"], said["post"]):
            continue
        rows = [address for address, _row in world.held[route]]
        for address in [nowhere(route), *world.examples[route], *rows]:
            for method in ("get", "post"):
                answer = getattr(client, method)(address)
                if answer.status_code != said.get("stranger", 302):
                    wrong.append(f"{method} {address}: {answer.status_code}")
                elif answer.status_code == 302 and not answer["Location"].startswith("/sign-in/?next="):
                    wrong.append(f"{method} {address}: to {answer['Location']}")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("name", ROLES)
def test_every_role_reads_what_it_may_and_nothing_else(db, world, unrendered, name):
    (user, client), wrong = signed_in(name), []
    for route in MATRIX:
        for address, found in targets(world, user, route):
            wanted, got = read(user, route, found), client.get(address).status_code
            if got != wanted:
                wrong.append(f"{name} get {address} ({found}): {got}, not {wanted}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ROLES)
def test_lists_show_ones_own_rows_and_nobody_elses(db, world, name):
    (user, client), wrong, pages = signed_in(name), [], {}
    for row in world.rows:
        for address, mark in row.lists:
            if address not in pages:
                answer = client.get(address)
                octets = b"".join(answer.streaming_content) if answer.streaming else answer.content
                pages[address] = octets.decode("utf-8", "replace")
            wanted = row.seen_by(name, user.wide)
            if (mark in pages[address]) != wanted:
                wrong.append(f"{name} {address}: {row.kind} {mark} {'is missing' if wanted else 'is shown'}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ROLES)
def test_who_may_not_writes_nothing_and_who_may_is_not_turned_away(db, world, unrendered, name):
    (user, client), wrong = signed_in(name), []
    for route, said in MATRIX.items():
        if said["post"] in ("", "anybody"):
            continue
        send = client.patch if route.startswith("api/") and parts(route) else client.post
        media = {"content_type": "application/json"} if route.startswith("api/") else {}
        for address, found in steps(world, user, route):
            wanted = sent(user, route, found)
            with undone():
                entries, got = Entry.objects.count(), send(address, {}, **media).status_code
                wrote = Entry.objects.count() - entries
            if got not in wanted or (wrote and wanted <= {403, 404}):
                wrong.append(f"{name} {route} post {address} ({found}): {got}, not {wanted}, {wrote} entries")
    assert not wrong, "\n".join(wrong)


def test_pages_that_take_nothing_take_nothing(db, world, unrendered):
    """Sent a form, they answer as when they are read, or that they take none; for who may the most."""
    (user, client), wrong, entries = signed_in("planner"), [], Entry.objects.count()
    for route, said in MATRIX.items():
        for address, found in targets(world, user, route) if not said["post"] else ():
            got = client.post(address.partition("?")[0], {}).status_code
            if got not in (405, read(user, route, found)):
                wrong.append(f"post {address}: {got}")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == entries


@contextmanager
def undone() -> Iterator[None]:
    """What is written meanwhile is taken back."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
