"""What a plan document is made of, and its form as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any

from huanzhi.wire.plandoc.sentences import SENTENCES


@dataclass(frozen=True)
class Indicator:
    """指标: one row of the indicator table; `value` is None when a higher authority sets it or words do."""

    no: int
    category: str
    name: str
    unit: str
    baseline: str
    target: str
    comparator: str  # <= >= = assigned qualitative
    value: float | None
    assigned: bool
    binding: bool


@dataclass(frozen=True)
class Target:
    """What a task says must be reached, in its own words; `year` is None when none is printed."""

    text: str
    value: float | None
    unit: str
    year: int | None


@dataclass(frozen=True)
class Task:
    """任务: a paragraph with a note of who answers for it; offsets into the text without bookmarks."""

    id: str
    chapter: int
    section: int
    title: str
    lead: list[str]
    responsible: list[str]
    supporting: list[str]
    targets: list[Target]
    start: int
    end: int


@dataclass(frozen=True)
class Quantity:
    """A number with its unit."""

    value: float
    unit: str


@dataclass(frozen=True)
class Project:
    """工程: one work of a boxed column (专栏)."""

    column: int
    group: str
    name: str
    quantities: list[Quantity]


@dataclass(frozen=True)
class Milestone:
    """What the text promises for a year."""

    year: int
    text: str


@dataclass(frozen=True)
class Organisation:
    """A body as printed, other printings proposed as the same, and how many tasks name it."""

    name: str
    aliases: list[str]
    tasks: int


@dataclass(frozen=True)
class Question:
    """What a careful reader asks the plan's owner, its facts, and the place in the text."""

    kind: str
    about: str
    facts: dict[str, Any]
    start: int | None = None
    end: int | None = None

    @property
    def text(self) -> str:
        """The question in words."""
        return SENTENCES[self.kind].format(**self.facts)


@dataclass(frozen=True)
class Heading:
    """A chapter (level 1), section (2) or sub-section (3)."""

    level: int
    chapter: int
    section: int
    title: str
    start: int


@dataclass(frozen=True)
class PlanText:
    """A plan as read: its text without bookmarks and everything found in it."""

    text: str
    title: str
    period: tuple[int, int]
    outline: list[Heading]
    indicators: list[Indicator]
    tasks: list[Task]
    projects: list[Project]
    milestones: list[Milestone]
    organisations: list[Organisation]
    questions: list[Question] = field(default_factory=list)


def to_json(plan: PlanText) -> dict[str, Any]:
    """The document as the command contract fixes it; whole numbers of quantities stay whole."""
    return {
        "title": plan.title,
        "period": list(plan.period),
        "outline": [asdict(heading) for heading in plan.outline],
        "indicators": [asdict(item) for item in plan.indicators],
        "tasks": [asdict(item) for item in plan.tasks],
        "projects": [asdict(item) for item in plan.projects],
        "milestones": [asdict(item) for item in plan.milestones],
        "organisations": [asdict(item) for item in plan.organisations],
        "questions": [asdict(item) | {"text": item.text} for item in plan.questions],
    }
