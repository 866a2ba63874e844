"""One at a time 互斥: work that no two processes may do at once, by a lock that dies with its holder."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def turn(number: int, wait: bool = False) -> Iterator[bool]:
    """Whether it is this one's turn; `wait` waits until it is. The same connection may take it more than once."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
            mine = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            mine = cursor.fetchone()[0]
        try:
            yield mine
        finally:
            if mine and connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
