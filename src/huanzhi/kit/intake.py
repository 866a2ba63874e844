"""What came in by file: one intake a file, and every row that was refused, with its reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet


class Intake(models.Model):
    """One file taken in: what it was, by whom, how many rows were taken and refused."""

    format = models.CharField(_("format"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_taken = models.PositiveIntegerField(_("rows taken"), default=0)
    rows_refused = models.PositiveIntegerField(_("rows refused"), default=0)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    actor_name = models.CharField(_("by"), max_length=80)
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.format})"


class RefusedRow(models.Model):
    """A row that could not be used, kept as it came, with what was wrong where."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="refused")
    row = models.PositiveIntegerField(_("row"))
    field = models.CharField(_("field"), max_length=80, blank=True)
    value = models.TextField(_("value"), blank=True)
    reason = models.TextField(_("reason"))
    raw = models.TextField(_("as it came"), blank=True)

    class Meta:
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")
        ordering = ["intake", "row"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"
