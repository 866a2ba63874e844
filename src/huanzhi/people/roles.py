"""Which verbs a role may use, from `roles.toml`."""

import tomllib
from functools import cache
from importlib import resources

EVERYBODY = "everybody"  # whoever is signed in, with a role or without: verbs on one's own account


@cache
def verbs_of(role: str) -> frozenset[str]:
    """The verbs of a role; none for one that is not there."""
    text = resources.files("huanzhi.people").joinpath("roles.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text).get(role, {}).get("verbs", []))
