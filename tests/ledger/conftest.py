"""A ledger that other connections see: what is committed is taken away afterwards, by the owner with all his keys."""

import pytest

TABLES = "ledger_entry, ledger_sealed, ledger_checkpoint, people_organisation"


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Real transactions; the ledger is empty before and after."""
    from django.db import connection

    with django_db_blocker.unblock():
        try:
            yield connection
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")  # no triggers
                cursor.execute(f"TRUNCATE {TABLES} CASCADE")
            connection.close()
