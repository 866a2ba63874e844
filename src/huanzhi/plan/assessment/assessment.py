"""考核评估 Assessment: the mid-term, final or yearly assessment of a plan, and what was computed for it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet


class Kind(models.TextChoices):
    MID_TERM = "mid-term", _("mid-term evaluation")
    FINAL = "final", _("final assessment")
    ANNUAL = "annual", _("annual assessment")


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    SELF = "self-evaluation", _("self-evaluation")
    COMPUTED = "computed", _("computed")
    CONCLUDED = "concluded", _("concluded")


class Assessment(models.Model):
    """One assessment of a plan: of which kind and year, at which cut-off, by which edition of the rules."""

    document = models.ForeignKey("plan.Document", on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    cut_off = models.DateField(_("cut-off date"))
    edition = models.CharField(_("edition of the rules"), max_length=40)
    state = models.CharField(_("state"), max_length=16, choices=Stage, default=Stage.DRAFT)
    due_on = models.DateField(_("self-evaluation due"), null=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.CharField(_("by"), max_length=80)
    conclusion = models.TextField(_("conclusion"), blank=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True)
    concluded_by = models.CharField(_("concluded by"), max_length=80, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "year"], name="one_assessment_of_a_year"),
            models.CheckConstraint(
                condition=~models.Q(state="concluded") | ~models.Q(conclusion="") & ~models.Q(number=""),
                name="concluded_with_its_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"


class Calculation(models.Model):
    """核算: inputs, rules and result as canonical JSON with its hash; the newest counts, older ones stay."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="calculations")
    content = models.TextField(_("content"))
    sha256 = models.CharField(max_length=64)
    snapshots = models.ManyToManyField("measures.Snapshot", related_name="calculations")
    computed_at = models.DateTimeField(_("computed at"))
    computed_by = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("calculation of an assessment")
        verbose_name_plural = _("calculations of assessments")
        ordering = ["-computed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.sha256[:12]}"


class StatedFinding(models.Model):
    """定性结论: what a document finds about an indicator that the plan sets in words."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    indicator = models.ForeignKey("plan.Indicator", on_delete=models.PROTECT, related_name="findings")
    met = models.BooleanField(_("met"))
    statement = models.TextField(_("what was found"))
    document = models.CharField(_("document number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=120)
    day = models.DateField(_("date of the document"))
    stated_at = models.DateTimeField(_("stated at"))
    stated_by = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("stated finding")
        verbose_name_plural = _("stated findings")
        ordering = ["indicator__no"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="one_finding_an_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.document}"

    def plain(self) -> dict[str, Any]:
        """As the frozen inputs keep it."""
        return {
            "verdict": "met" if self.met else "not_met",
            "statement": self.statement,
            "document": self.document,
            "issuer": self.issuer,
            "day": self.day.isoformat(),
        }
