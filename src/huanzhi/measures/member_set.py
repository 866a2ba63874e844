"""成员集 MemberSet: which things a figure counts, in versions, each with the document that says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet


class MemberSet(models.Model):
    """A version of a set: the sections assessed in 2021 to 2025 are not those of 2020."""

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=120)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source document"), max_length=300)
    note = models.TextField(_("note"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of members")
        verbose_name_plural = _("sets of members")
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_version_of_a_member_set"),
            models.CheckConstraint(condition=~models.Q(source=""), name="member_set_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Member(models.Model):
    """One of the set; `facts` is what the measure must know of it (a section's target class, its kind of water)."""

    set = models.ForeignKey(MemberSet, on_delete=models.CASCADE, related_name="members")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("member of a set")
        verbose_name_plural = _("members of sets")
        ordering = ["set", "code"]
        constraints = [models.UniqueConstraint(fields=["set", "code"], name="a_member_once_in_a_set")]

    def __str__(self) -> str:
        return self.name
