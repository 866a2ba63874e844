"""权限: what the application's own login may do in the database, and what not even it may.

The owner makes and changes tables. The application signs in as another role, which owns nothing: it may read, add and
change rows, but of the ledger it may only read entries and append through `ledger_append`, whose code is the owner's.
"""

import contextlib
from typing import Any

from psycopg import sql
from psycopg.errors import DuplicateObject, UniqueViolation

APPLICATION = "huanzhi_app"
MAKE = "CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT"
GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
REVOKE ALL ON ledger_entry, ledger_checkpoint, ledger_sealed, django_migrations FROM PUBLIC, {role};
GRANT SELECT ON ledger_entry, django_migrations TO {role};
GRANT SELECT, INSERT ON ledger_checkpoint TO {role};
GRANT SELECT, INSERT, DELETE ON ledger_sealed TO {role};
REVOKE ALL ON FUNCTION ledger_append(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_append(text) TO {role};
"""
MAY = """
SELECT rolsuper, pg_has_role(current_user, relowner, 'MEMBER'),
  has_table_privilege('ledger_entry', 'INSERT'), has_table_privilege('ledger_entry', 'UPDATE'),
  has_table_privilege('ledger_entry', 'DELETE'), has_table_privilege('ledger_entry', 'TRUNCATE')
FROM pg_class, pg_roles WHERE pg_class.oid = 'ledger_entry'::regclass AND rolname = current_user
"""
WHAT = ("is a superuser", "owns the ledger", "may insert", "may update", "may delete", "may truncate")


def make_role(cursor: Any, role: str = APPLICATION) -> None:
    """Make the application's login unless it is there; as a role that may make roles."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        with contextlib.suppress(DuplicateObject, UniqueViolation):  # another process was quicker
            cursor.execute(sql.SQL(MAKE).format(role=sql.Identifier(role)))


def grant(cursor: Any, role: str = APPLICATION) -> None:
    """Give the application what it needs, and of the ledger no more than reading and appending; as the owner.

    After every migration, since new tables come without rights.
    """
    cursor.execute(sql.SQL(GRANTS).format(role=sql.Identifier(role)))


def too_much(cursor: Any) -> list[str]:
    """What the role of this connection could do to the ledger beside reading and appending; empty when nothing."""
    cursor.execute(MAY)
    return [words for words, can in zip(WHAT, cursor.fetchone(), strict=True) if can]
