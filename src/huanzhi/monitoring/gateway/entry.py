"""An entry of the journal, before it has a number."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What came in at which door, from where, of which device; `refusal` when the door did not take it."""

    received: datetime
    door: str
    peer: str
    mn: str
    raw: bytes
    refusal: str = ""
    reason: str = ""
