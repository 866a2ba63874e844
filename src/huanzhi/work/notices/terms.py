"""How news is gathered and sent, from `notices.toml`."""

import tomllib
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any


@cache
def terms() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(
        resources.files("huanzhi.work.notices").joinpath("notices.toml").read_text(encoding="utf-8")
    )


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries.

    >>> [pause(n) // timedelta(minutes=1) for n in (1, 2, 3, 9, 10, 12)]
    [1, 2, 4, 256, 360, 360]
    """
    retry = terms()["retry"]
    return timedelta(minutes=min(retry["first_minutes"] * 2 ** (tries - 1), retry["longest_minutes"]))
