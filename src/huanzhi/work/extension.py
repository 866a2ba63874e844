"""延期: a wish for more time; the deadline moves only when somebody else has agreed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.work.case import Case


class Extension(models.Model):
    """One wish; undecided, granted or refused."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(_("granted"), null=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="granted_by_another"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(granted__isnull=True), name="one_open_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.until:%Y-%m-%d}"
