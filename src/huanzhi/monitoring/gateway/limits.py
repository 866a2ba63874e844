"""The gateway's limits, from its data file."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Limits:
    """See limits.toml for what each means."""

    longest_segment: int
    half_frame_seconds: int
    stranger_seconds: int
    idle_seconds: int
    connections: int
    connections_an_address: int
    frames_a_second: int
    burst: int
    refused_bytes_a_minute: int
    refusals: int
    waiting_frames: int
    future_minutes: int
    past_days: int


@cache
def limits() -> Limits:
    """The limits of this installation."""
    text = resources.files("huanzhi.monitoring.gateway").joinpath("limits.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return Limits(**{one.name: int(table[one.name]) for one in fields(Limits)})
