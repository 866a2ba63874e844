"""人工审核与申报: what a person says of readings, and what a firm declared beforehand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet


class Review(models.Model):
    """人工审核: a person's word on a series (start < time <= end), with the reason; it can be taken back."""

    point = models.ForeignKey("monitoring.Point", on_delete=models.CASCADE, related_name="reviews")
    factor = models.CharField(_("factor"), max_length=24)
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"))
    standing = models.CharField(
        _("state"), max_length=8, choices=[("valid", _("valid")), ("invalid", _("invalid"))]
    )
    reason = models.TextField(_("reason"))
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("time"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.point_id} {self.factor} {self.standing}"


class Declaration(models.Model):
    """申报: a shutdown, calibration or maintenance that was declared; alarms rest meanwhile, readings are kept."""

    class Kind(models.TextChoices):
        SHUTDOWN = "shutdown", _("shutdown")
        CALIBRATION = "calibration", _("calibration")
        MAINTENANCE = "maintenance", _("maintenance")

    point = models.ForeignKey("monitoring.Point", on_delete=models.CASCADE, related_name="declarations")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    document = models.CharField(_("document"), max_length=120, blank=True)
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("time"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["-start", "-pk"]

    def __str__(self) -> str:
        return f"{self.point_id} {self.kind}"


class Suspicion(models.Model):
    """疑似造假: a pattern that an instrument left to itself does not make, with its numbers, for a person to judge."""

    point = models.ForeignKey("monitoring.Point", on_delete=models.CASCADE, related_name="suspicions")
    factor = models.CharField(_("factor"), max_length=24)
    day = models.DateField(_("day"))
    rule = models.CharField(_("rule"), max_length=24)
    evidence = models.JSONField(_("evidence"), default=dict)
    simulated = models.BooleanField(_("simulated"), default=False)
    found_at = models.DateTimeField(_("found at"))
    judged = models.CharField(
        _("judged"),
        max_length=12,
        blank=True,
        choices=[("founded", _("founded")), ("unfounded", _("unfounded"))],
    )
    judged_by = models.CharField(_("by"), max_length=80, blank=True)
    judged_at = models.DateTimeField(_("time"), null=True)
    note = models.TextField(_("note"), blank=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspicion")
        verbose_name_plural = _("suspicions")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["point", "factor", "day", "rule"], name="a_suspicion_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.factor} {self.rule}"
