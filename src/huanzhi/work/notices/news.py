"""消息: what one row of a log means to whom."""

from dataclasses import dataclass
from datetime import datetime

from huanzhi.work.case import Case
from huanzhi.work.kinds import kinds
from huanzhi.work.notice import Reason, Source
from huanzhi.work.notices.roster import Told
from huanzhi.work.obligation import Obligation


@dataclass(frozen=True)
class News:
    """One row with everybody it concerns; `organisation` is whose webhook is told."""

    source: Source
    source_id: int
    reason: Reason
    at: datetime
    told: Told
    organisation: int | None
    case: Case | None = None
    duty: Obligation | None = None
    due_at: datetime | None = None

    @property
    def urgent(self) -> bool:
        """Lateness, and cases whose handling is counted in hours."""
        if self.reason in (Reason.LATE, Reason.DUTY_LATE):
            return True
        return self.case is not None and kinds()[self.case.kind].clocks["handle"].unit == "hours"
