"""A real server and the machine's own Chromium. Run by `make e2e`; passed over where there is no Chromium.

The site is granian as `huanzhi up` starts it, over this run's test database, whose rows are committed and go with it.
What a later story test needs: `site`, `person`, `phone`, `desktop`.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

ASKED = os.environ.get("HUANZHI_E2E")
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
SWITCHES = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic"]
HERE = {"longitude": 125.2953, "latitude": 43.8312, "accuracy": 8}
PASSWORD = "a long enough password"
collect_ignore_glob = [] if ASKED else ["test_*.py"]  # `make test` stays quick

if ASKED:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop in this thread


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser each test says why it did not run."""
    if CHROMIUM is None:
        skipped = pytest.mark.skip(reason="no Chromium here: install chromium, or name one in CHROMIUM")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skipped)


@pytest.fixture(scope="session")
def rows(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A test database of this run, for good: what is written is committed, for the server to see.

    Made here and not by pytest-django, which makes one only for tests that roll back or flush.
    """
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        yield
        teardown_databases(made, verbosity=0)


def _address() -> str:
    """The test database; of an embedded server by the application's own login, with no more rights than it has."""
    from django.db import connection

    from huanzhi.config.database import owner_url
    from huanzhi.ledger.rights import APPLICATION, grant, make_role

    address = urlsplit(owner_url())._replace(path=f"/{connection.settings_dict['NAME']}")
    if "DATABASE_URL" in os.environ:
        return address.geturl()
    with connection.cursor() as cursor:
        make_role(cursor)
        grant(cursor)
    return address._replace(netloc=f"{APPLICATION}:@").geturl()


@pytest.fixture(scope="session")
def site(rows: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The running site: `url`, and `attachments`, where its originals lie."""
    from django.conf import settings

    from huanzhi.config.cli.serving import page_answers, stop

    home = tmp_path_factory.mktemp("home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": _address(), "HUANZHI_HOME": str(home)}
    environment |= {"DJANGO_SETTINGS_MODULE": "huanzhi.config.settings"}
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *words, "--workers", "1", "--blocking-threads", "8"]
    server = subprocess.Popen(
        [*command, "huanzhi.config.wsgi:application"], env=environment, start_new_session=True
    )
    before = settings.ATTACHMENTS
    settings.ATTACHMENTS = home / "attachments"
    try:
        assert page_answers("127.0.0.1", port, 60, server), "the site does not answer"
        yield SimpleNamespace(url=f"http://127.0.0.1:{port}", attachments=settings.ATTACHMENTS)
    finally:
        stop([server])
        settings.ATTACHMENTS = before


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of the machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture(scope="session")
def person(rows: None) -> Callable[..., Any]:
    """Make somebody who can sign in: `person(username, organisation, role)` gives the user."""
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import User

    def make(username: str, organisation: Any, role: str) -> Any:
        user = create_user(SYSTEM("e2e"), username, username, PASSWORD)
        grant(SYSTEM("e2e"), user, organisation, role)
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def browsers(browser: Any, site: SimpleNamespace) -> Iterator[Callable[..., Any]]:
    """Open a browser with cookies and storage of its own: `browsers(user, **how)` gives its page, signed in."""
    opened = []

    def begin(user: Any = None, **how: Any) -> Any:
        context = browser.new_context(base_url=site.url, locale="zh-CN", timezone_id="Asia/Shanghai", **how)
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        if user is not None:
            sign_in(page, user.username)
        return page

    yield begin
    for context in opened:
        context.close()


def sign_in(page: Any, username: str, to: str = "/desk/field/") -> None:
    """Through the door, as people do."""
    page.goto(f"/sign-in/?next={quote(to)}")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


@pytest.fixture
def phone(browsers: Callable[..., Any]) -> Callable[..., Any]:
    """A phone of 390 px in somebody's hand, which may say where it is."""

    def hold(user: Any = None, **how: Any) -> Any:
        size = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
        return browsers(user, **size, permissions=["geolocation"], geolocation=HERE, **how)

    return hold


@pytest.fixture
def desktop(browsers: Callable[..., Any]) -> Callable[..., Any]:
    """A browser on somebody's desk."""

    def sit(user: Any = None, **how: Any) -> Any:
        return browsers(user, viewport={"width": 1440, "height": 900}, **how)

    return sit
