"""The tables of work."""

from huanzhi.work.case import ENDS, Case, Numbering, State
from huanzhi.work.delivery import Delivery, NoticeChoice, Webhook
from huanzhi.work.disclosure import Disclosure
from huanzhi.work.escalation import Escalation
from huanzhi.work.evidence import Evidence, FieldRecord, Outcome, PlaceFrom
from huanzhi.work.extension import Extension
from huanzhi.work.notice import Notice, NoticeCursor
from huanzhi.work.obligation import DutyFeed, Obligation, Reminder
from huanzhi.work.routing_rule import RoutingRule
from huanzhi.work.step import CaseStep

__all__ = [
    "ENDS", "Case", "CaseStep", "Delivery", "Disclosure", "DutyFeed", "Escalation", "Evidence", "Extension",
    "FieldRecord", "Notice", "NoticeChoice", "NoticeCursor", "Numbering", "Obligation", "Outcome", "PlaceFrom",
    "Reminder", "RoutingRule", "State", "Webhook",
]  # fmt: skip
