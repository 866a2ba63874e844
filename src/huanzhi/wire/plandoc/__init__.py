"""规划文本: a published plan as text, in; its indicators, tasks, works and questions, out. Pure."""

from huanzhi.wire.plandoc.reading import read_bytes, read_file, read_text
from huanzhi.wire.plandoc.shape import PlanText, to_json
from huanzhi.wire.plandoc.source import PlanUnreadable

__all__ = ["PlanText", "PlanUnreadable", "read_bytes", "read_file", "read_text", "to_json"]
