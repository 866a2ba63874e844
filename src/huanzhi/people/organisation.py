"""单位: organisations that answer for something, and the names they are printed under."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class Kind(models.TextChoices):
    DEPARTMENT = "department", _("department")
    TOWN = "town", _("street or town office")
    ZONE = "zone", _("development zone")
    OTHER = "other", _("other")


class Organisation(Record):
    """A department, an office, a zone: whoever a task or a case can be given to."""

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.DEPARTMENT)
    sort_key = models.PositiveIntegerField(_("order"), default=1000)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "code"]


class OrganisationAlias(models.Model):
    """Another name of an organisation; it counts only once a person has confirmed it."""

    name = models.CharField(_("alias"), max_length=120, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    confirmed_by = models.CharField(_("confirmed by"), max_length=80, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} → {self.organisation}"


register = add(
    Register(
        model=Organisation,
        columns=["code", "name", "full_name", "kind"],
        fields=["code", "name", "full_name", "kind", "sort_key", "valid_from", "valid_until"],
        filters={"name": ["icontains"], "kind": ["exact"]},
        public=["code", "name", "full_name"],
    )
)
