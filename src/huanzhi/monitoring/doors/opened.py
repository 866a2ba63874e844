"""What a door makes of one entry of the journal."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading for the lake; `time` is aware and names the end of the period (real-time data: the moment)."""

    point: str
    factor: str
    statistic: str
    time: datetime
    value_e3: int | None
    flag: str = "N"


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something of the entry that cannot be used: the kind (inbox.Refusal), why, and which field and value."""

    kind: str
    reason: str
    field: str = ""
    value: str = ""


@dataclass(slots=True)
class Opened:
    """Readings and what could not be used; and what it tells about the device that spoke."""

    readings: list[Reading] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)
    device: str = ""
    command: str = ""
    edition: int | None = None
    data_time: datetime | None = None
    leniencies: tuple[str, ...] = ()
    simulated: bool = False
