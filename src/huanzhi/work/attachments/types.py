"""What may be attached, as data: types with their sizes, limits against bombs (`types.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


class NotTaken(ValueError):
    """A file that is not kept: too large, empty, broken, or of a type that is not on the list."""


@dataclass(frozen=True)
class Type:
    """A type of file. One with `pixels` is an image of at most so many, of which copies can be made."""

    code: str
    media: str
    suffix: str
    octets: int
    pixels: int = 0

    @property
    def image(self) -> bool:
        """Whether copies can be made of it."""
        return self.pixels > 0


@dataclass(frozen=True)
class Limits:
    """Bounds against files that are small outside and huge inside."""

    unpacked: int
    parts: int


@cache
def _file() -> dict[str, Any]:
    text = resources.files("huanzhi.work.attachments").joinpath("types.toml").read_text(encoding="utf-8")
    return {name: table for name, table in tomllib.loads(text).items() if isinstance(table, dict)}


@cache
def limits() -> Limits:
    """The bounds."""
    return Limits(**_file()["limits"])


@cache
def types() -> dict[str, Type]:
    """Every type by its code."""
    return {code: Type(code, **table) for code, table in _file().items() if code != "limits"}


@cache
def by_media() -> dict[str, Type]:
    """Every type by its media type."""
    return {kind.media: kind for kind in types().values()}


def largest() -> int:
    """The most octets that a file of any type may have."""
    return max(kind.octets for kind in types().values())
