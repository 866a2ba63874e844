"""督察整改事项 Rectification item: what an inspection found and what is done about it, until it is closed 销号."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add
from huanzhi.kit.visibility import Scope, VisibleQuerySet
from huanzhi.plan.rectification.bodies import codes_in, fitted, holds_one_of


class ItemState(models.TextChoices):
    LISTED = "listed", _("on the list")
    UNDERWAY = "underway", _("being put right")
    PROPOSED = "proposed", _("closing proposed")
    CHECKED = "checked", _("first check passed")
    CONFIRMED = "confirmed", _("second check passed")
    PUBLISHED = "published", _("published for comments")
    WRITTEN_OFF = "written_off", _("written off")


class RectificationItem(Record):
    """An item of a round; its code is the inspection's number of it 编号. Once taken up it is a case of its lead.

    `supporting` holds the codes of the other responsible organisations; `result` is what the closing says was reached.
    """

    code = models.CharField(_("number"), max_length=40, unique=True)
    round = models.ForeignKey(
        "plan.InspectionRound",
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name=_("inspection round"),
    )
    text = models.TextField(_("problem as found"))
    measures = models.TextField(_("measures of rectification"), blank=True)
    goal = models.TextField(_("goal of rectification"), blank=True)
    lead = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("leading department"),
    )
    supporting = models.CharField(_("supporting departments"), max_length=200, blank=True)
    deadline = models.DateField(_("to be done by"))
    state = models.CharField(
        _("state"), max_length=12, choices=ItemState, default=ItemState.LISTED, editable=False
    )
    case = models.OneToOneField(
        "work.Case", on_delete=models.PROTECT, null=True, editable=False, related_name="rectification_item"
    )
    result = models.TextField(_("result"), blank=True, editable=False)
    published_on = models.DateField(_("published on"), null=True, editable=False)
    comments_until = models.DateField(_("comments until"), null=True, editable=False)
    comments_to = models.CharField(_("comments go to"), max_length=200, blank=True, editable=False)
    written_off_on = models.DateField(_("written off on"), null=True, editable=False)
    document = models.CharField(_("document number"), max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("rectification item")
        verbose_name_plural = _("rectification items")
        ordering = ["round", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="listed") | Q(case__isnull=False), name="item_worked_on_is_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(state="written_off") | (~Q(document="") & Q(written_off_on__isnull=False)),
                name="written_off_by_a_document",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(comments_until__isnull=False),
                name="published_with_its_last_day",
            ),
        ]

    def clean(self) -> None:
        """The other responsible organisations by code; the lead is not one of them."""
        self.supporting = fitted(self.supporting)
        if self.lead_id and self.lead.code in codes_in(self.supporting):
            others = [code for code in codes_in(self.supporting) if code != self.lead.code]
            self.supporting = "、".join(others)

    @property
    def bodies(self) -> set[str]:
        """The codes of all who are responsible: none of them may re-check."""
        return {self.lead.code, *codes_in(self.supporting)}

    @property
    def ended(self) -> bool:
        """Written off."""
        return self.state == ItemState.WRITTEN_OFF

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """Whoever answers for it, as lead or beside it."""
        return Q(lead__in=scope.organisations) | holds_one_of("supporting", scope.organisations)


class ItemStep(models.Model):
    """销号过程: a step of an item; rows are added and never changed. `organisation` is the code of who took it."""

    item = models.ForeignKey(RectificationItem, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(_("time"))
    verb = models.CharField(_("step"), max_length=40)
    from_state = models.CharField(max_length=12, choices=ItemState)
    to_state = models.CharField(max_length=12, choices=ItemState)
    actor_name = models.CharField(_("by"), max_length=80)
    actor_user = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.CharField(_("department"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)
    data: Any = models.JSONField(_("particulars"), default=dict)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an item")
        verbose_name_plural = _("steps of items")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"


register = add(
    Register(
        model=RectificationItem,
        columns=["code", "name", "round", "lead", "deadline", "state"],
        fields=["code", "name", "round", "text", "measures", "goal", "lead", "supporting", "deadline"],
        filters={"name": ["icontains"], "round": ["exact"], "lead": ["exact"], "state": ["exact"]},
        hints={"supporting": _("Names or codes, with 、 between them.")},
    )
)
