"""What hangs on a work: who may see the work, or would answer for it, may see it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class OfProject(models.Model):
    """Something of a work."""

    project = models.ForeignKey("plan.Project", on_delete=models.PROTECT, verbose_name=_("work"))
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """As the work is."""
        work: Any = cls._meta.get_field("project").related_model
        return Q(project__in=work.objects.filter(work.visible_q(scope)))
