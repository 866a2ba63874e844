"""印刷值的读法 Readings of a printed value: over which sets it may have been counted, and what the text says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PrintedReading(models.Model):
    """One way to read a printed baseline.

    `sets`: [code, version] of the sets that are counted together; `reached`: members that the text says reached it.
    """

    document = models.ForeignKey("plan.Document", on_delete=models.CASCADE, related_name="readings")
    indicator = models.PositiveSmallIntegerField(_("indicator"))
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=120)
    printed = models.CharField(_("printed"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    sets = models.JSONField(_("sets"), default=list)
    reached = models.JSONField(_("reached, by the text"), default=list)
    question = models.CharField(_("open question"), max_length=40, blank=True)
    source = models.TextField(_("place in the text"))

    class Meta:
        app_label = "plan"
        verbose_name = _("reading of a printed value")
        verbose_name_plural = _("readings of printed values")
        ordering = ["indicator", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "indicator", "order"], name="one_reading_an_order")
        ]

    def __str__(self) -> str:
        return self.title
