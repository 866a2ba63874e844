"""The words of `terms.toml`, loaded once."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def terms() -> dict[str, Any]:
    """The table of reading conventions."""
    text = resources.files("huanzhi.wire.plandoc").joinpath("terms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def subject(indicator: str) -> tuple[str, ...]:
    """What an indicator is about: its name without brackets and without the words many share.

    >>> subject("受污染耕地安全利用率"), subject("氨氮重点工程减排量")
    (('受污染耕地',), ('氨氮',))
    """
    import re

    rest = re.sub(r"（[^）]*）", "", indicator)
    for word in terms()["shared"]:
        rest = rest.replace(word, " ")
    return tuple(piece for piece in rest.split() if len(piece) >= 2)
