"""The application's own login may read the ledger and append to it, and nothing else."""

from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import errors

from huanzhi.config.database import dsn
from huanzhi.ledger.chain import around
from huanzhi.ledger.queries import state
from huanzhi.ledger.rights import APPLICATION, grant, make_role, too_much
from huanzhi.ledger.seal import sealed
from huanzhi.ledger.verbs import SYSTEM, Actor, record, verb

FORBIDDEN = [
    "UPDATE ledger_entry SET reason = 'x'",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry",
    "INSERT INTO ledger_entry SELECT 2, at, verb, actor, subject_type, subject_id, before, after, reason, previous,"
    " hash FROM ledger_entry",
    "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
    "ALTER TABLE ledger_entry OWNER TO huanzhi_app",
    "DROP TABLE ledger_entry CASCADE",
    "DROP TRIGGER ledger_append_only ON ledger_entry",
    "CREATE TRIGGER mine BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_forbid()",
    "CREATE RULE mine AS ON INSERT TO ledger_entry DO INSTEAD NOTHING",
    "CREATE OR REPLACE FUNCTION ledger_append(drafts text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "DROP FUNCTION ledger_append(text)",
    "CREATE TABLE public.mine (a int)",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "COPY ledger_entry FROM PROGRAM 'true'",
    "UPDATE ledger_sealed SET value = 'null'",
    "UPDATE ledger_checkpoint SET root = 'x'",
    "DELETE FROM ledger_checkpoint",
    "DO $$ BEGIN LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE; END $$",
]


@verb("tests.do")
def do(actor: Actor) -> None:
    record("tests:1", after={"phone": sealed("1")})


@pytest.fixture
def application(committed):
    """A connection of the application's login, over a ledger with an entry."""
    with committed.cursor() as cursor:
        make_role(cursor)
        make_role(cursor)
        grant(cursor)
    do(SYSTEM("t"))
    with psycopg.connect(f"{dsn()} user={APPLICATION}", autocommit=True) as other:
        yield other


def test_everything_but_reading_and_appending_is_refused(application):
    assert too_much(application.cursor()) == []
    done = []
    for statement in FORBIDDEN:
        try:
            application.execute(statement)
            done.append(statement)
        except errors.InsufficientPrivilege:
            continue
    assert done == []
    application.execute("GRANT ALL ON ledger_entry TO huanzhi_app")  # no error, and no right
    assert too_much(application.cursor()) == []
    assert state() == (1, None)


def test_it_reads_appends_and_does_its_work(application):
    entry = {"at": "2026-11-24T00:00:00+00:00", "verb": "v", "actor": {"name": "n"}, "subject_type": "t"}
    entry |= {"subject_id": "1", "before": None, "after": None, "reason": ""}
    assert application.execute("SELECT ledger_append(%s)", ["\n".join(around(entry))]).fetchone() == (2,)
    assert application.execute("SELECT count(*) FROM ledger_entry").fetchone() == (2,)
    application.execute("INSERT INTO people_organisation SELECT * FROM people_organisation")
    application.execute("DELETE FROM ledger_sealed")
    assert state() == (2, None)


def test_what_appending_cannot_read_changes_nothing(application):
    for text in ("", "x", "a\nb\nc", '{"previous":"\n","seq":\n}'):
        with pytest.raises(psycopg.Error):
            application.execute("SELECT ledger_append(%s)", [text])
    assert state() == (1, None)


def test_the_owner_is_told_that_he_could_do_more(committed):
    with connection.cursor() as cursor:
        assert "owns the ledger" in too_much(cursor)


def test_a_process_signs_in_as_the_application(committed, monkeypatch):
    """What every command does before it touches a record: verbs work, and the ledger is out of reach."""
    from huanzhi.config import database

    with committed.cursor() as cursor:
        make_role(cursor)
        grant(cursor)
    held = dict(committed.settings_dict)
    host = quote(str(held["HOST"] or held["OPTIONS"].get("host", "")))
    login = f"postgresql://{APPLICATION}:@/{held['NAME']}?host={host}"
    monkeypatch.setattr(database, "_login", None)
    try:
        database.sign_in(login)
        do(SYSTEM("t"))
        with connection.cursor() as cursor:
            assert too_much(cursor) == []
        assert state() == (1, None)
    finally:
        connection.close()
        committed.settings_dict.clear()
        committed.settings_dict.update(held)
