"""The plan as records: what was promised, by whom, and what is still open about it."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet
from huanzhi.plan.assessment.assessment import Assessment as Assessment
from huanzhi.plan.assessment.assessment import Calculation as Calculation
from huanzhi.plan.assessment.assessment import StatedFinding as StatedFinding
from huanzhi.plan.assessment.self_evaluation import SelfEvaluation as SelfEvaluation
from huanzhi.plan.assessment.talk import Talk as Talk
from huanzhi.plan.assigned import AssignedTarget as AssignedTarget
from huanzhi.plan.coordination.decision import Assignment as Assignment
from huanzhi.plan.coordination.decision import Decision as Decision
from huanzhi.plan.coordination.meeting import AgendaItem as AgendaItem
from huanzhi.plan.coordination.meeting import Meeting as Meeting
from huanzhi.plan.coordination.problem import Problem as Problem
from huanzhi.plan.printed import PrintedReading as PrintedReading
from huanzhi.plan.rectification.inspection_round import InspectionRound as InspectionRound
from huanzhi.plan.rectification.item import ItemStep as ItemStep
from huanzhi.plan.rectification.item import RectificationItem as RectificationItem
from huanzhi.plan.rectification.letter import InspectionLetter as InspectionLetter
from huanzhi.plan.reports.sealed_report import Publication as Publication
from huanzhi.plan.reports.sealed_report import SealedFile as SealedFile
from huanzhi.plan.reports.sealed_report import SealedReport as SealedReport
from huanzhi.plan.rounds.answer import Answer as Answer
from huanzhi.plan.rounds.answer import AnswerFile as AnswerFile
from huanzhi.plan.rounds.answer import RoundStep as RoundStep
from huanzhi.plan.rounds.round import Asked as Asked
from huanzhi.plan.rounds.round import Round as Round
from huanzhi.plan.task_state import TaskState as TaskState
from huanzhi.plan.works.blocker import Blocker as Blocker
from huanzhi.plan.works.fund import FundLine as FundLine
from huanzhi.plan.works.gate import Gate as Gate
from huanzhi.plan.works.photo import WorkPhoto as WorkPhoto
from huanzhi.plan.works.project import Project as Project
from huanzhi.plan.works.reduction import Reduction as Reduction
from huanzhi.plan.year.agreeing import AnnualComment as AnnualComment
from huanzhi.plan.year.agreeing import AnnualSignature as AnnualSignature
from huanzhi.plan.year.annual_plan import AnnualPlan as AnnualPlan
from huanzhi.plan.year.item import AnnualItem as AnnualItem
from huanzhi.plan.year.item import AnnualPart as AnnualPart

COARSE = {"万吨": 10_000}  # units of plans that figures are not counted in: how many tonnes


class Document(models.Model):
    """A plan that was published: its title, its period, its outline, and where it was read from."""

    title = models.CharField(_("title"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    district = models.CharField(_("district"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=300)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(_("read at"))
    outline = models.JSONField(_("outline"), default=list)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-last_year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["title"], name="one_plan_of_a_title")]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """指标: what the plan promises to reach."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="indicators")
    no = models.PositiveSmallIntegerField(_("number"))
    category = models.CharField(_("category"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=24, blank=True)
    baseline = models.CharField(_("baseline"), max_length=60, blank=True)
    target = models.CharField(_("target as printed"), max_length=60)
    comparator = models.CharField(_("comparison"), max_length=12)
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=4, null=True)
    assigned = models.BooleanField(_("set by a higher authority"), default=False)
    binding = models.BooleanField(_("binding"), default=False)
    measure = models.CharField(_("measure"), max_length=40, blank=True)
    owners = models.ManyToManyField("people.Organisation", related_name="indicators")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["document", "no"], name="one_indicator_a_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def target_e3(self) -> int | None:
        """The target in thousandths of the unit that its figure is counted in."""
        return None if self.value is None else self.in_thousandths(self.value)

    def in_thousandths(self, value: Decimal) -> int:
        """A value in its unit as thousandths of what its figure is counted in (万吨: tonnes)."""
        return int(value * COARSE.get(self.unit, 1) * 1000)

    @property
    def goal(self) -> str:
        """The target in short: sign and number, or as printed."""
        if self.value is None:
            return self.target
        sign = {"<=": "≤", ">=": "≥"}.get(self.comparator, "=")
        return f"{sign} {_short(self.value)}" + (f" {self.unit}" if self.coarse else "")

    @property
    def coarse(self) -> bool:
        """Whether the plan prints it in a unit too coarse to count in; then its goal carries the unit."""
        return self.unit in COARSE


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}"


class Task(models.Model):
    """任务: what departments answer for."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="tasks")
    code = models.CharField(_("number"), max_length=8)
    chapter = models.PositiveSmallIntegerField(_("chapter"))
    section = models.PositiveSmallIntegerField(_("section"))
    title = models.CharField(_("title"), max_length=120)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=TaskState, default=TaskState.UNREPORTED)
    report = models.TextField(_("last report"), blank=True)
    reported_at = models.DateTimeField(_("reported at"), null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["document", "code"], name="one_task_a_number")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees the tasks that name it."""
        return Q(roles__organisation__in=scope.organisations)


class RoleKind(models.TextChoices):
    LEAD = "lead", _("leads")
    RESPONSIBLE = "responsible", _("answers")
    SUPPORTING = "supporting", _("supports")


class TaskRole(models.Model):
    """Who answers for a task, in the printed order and under the printed name."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="task_roles"
    )
    role = models.CharField(_("role"), max_length=12, choices=RoleKind)
    order = models.PositiveSmallIntegerField()
    printed = models.CharField(_("printed as"), max_length=60)

    class Meta:
        verbose_name = _("part in a task")
        verbose_name_plural = _("parts in tasks")
        ordering = ["task", "order"]
        constraints = [models.UniqueConstraint(fields=["task", "organisation"], name="one_part_in_a_task")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.printed}"


class Target(models.Model):
    """What a task says must be reached."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="targets")
    text = models.TextField(_("in words"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4, null=True)
    unit = models.CharField(_("unit"), max_length=24, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)

    class Meta:
        verbose_name = _("target of a task")
        verbose_name_plural = _("targets of tasks")
        ordering = ["task", "pk"]

    def __str__(self) -> str:
        return self.text


class Milestone(models.Model):
    """里程碑: what the plan promises for a year."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="milestones")
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.TextField(_("in words"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["year", "pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.text}"


class Question(models.Model):
    """What the plan leaves open; answered by its owner, with a reason and a document number."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind"), max_length=40)
    about = models.CharField(_("about"), max_length=260)
    facts = models.JSONField(_("facts"), default=dict)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    excerpt = models.TextField(_("place in the text"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Amendment(models.Model):
    """调整: a change of the plan, with its reason and the number of the document that ordered it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="amendments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="amendments")
    reason = models.TextField(_("reason"))
    number = models.CharField(_("document number"), max_length=80)
    changes = models.JSONField(_("changes"), default=dict)
    at = models.DateTimeField(_("time"))
    actor_name = models.CharField(_("by"), max_length=80)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(number="") & ~Q(reason=""), name="amendment_by_a_document")
        ]

    def __str__(self) -> str:
        return self.number
