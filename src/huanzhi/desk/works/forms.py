"""Forms of works: what the plan leaves out, stages, blockers, money, reductions, photos; one a step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.people.models import Area, Organisation
from huanzhi.plan.models import Project
from huanzhi.plan.works.lists import pollutant_choices, source_choices, stage_choices, stages

NUMBER = _("Document number")
FILES = _("Photo, PDF, Word, Excel or text; kept as it is.")


class Step(forms.Form):
    """A form of one work."""

    def __init__(self, *args: Any, work: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = work


def _day(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _text(label: Any, rows: int = 2, required: bool = True, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, max_length=2000, **more)


def _yuan(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10**13)


class Facts(Step):
    """What the plan leaves out, and when the stages are to be passed."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Owner"), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False)
    lon = forms.DecimalField(label=_("Longitude"), required=False, max_digits=9, decimal_places=6)
    lat = forms.DecimalField(label=_("Latitude"), required=False, max_digits=8, decimal_places=6)
    budget_yuan = _yuan(_("Budget (yuan)"))
    starts_on = _day(_("Start"), required=False)
    finishes_on = _day(_("Finish"), required=False)
    number = forms.CharField(label=NUMBER, max_length=80, help_text=_("The document that says so."))

    def __init__(self, *args: Any, work: Project, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: _held(work, name) for name in FACTS})
        super().__init__(*args, work=work, **kwargs)
        self.fields["owner"].queryset = Organisation.objects.visible_to(user)  # type: ignore[attr-defined]
        areas = Area.objects.visible_to(user).exclude(level="hamlet").defer("geometry", "given_geometry")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        held = {gate.stage: gate.planned_on for gate in work.gates.all()}
        for code, stage in stages().items():
            field = _day(_("%(stage)s, planned") % {"stage": stage.words}, required=False)
            field.initial = held.get(code)
            self.fields[f"planned_{code}"] = field

    @property
    def facts(self) -> dict[str, Any]:
        """What was said of the work itself."""
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def planned(self) -> dict[str, Any]:
        """The planned days by stage."""
        return {code: self.cleaned_data[f"planned_{code}"] for code in stages()}


FACTS = ("owner", "place", "area", "lon", "lat", "budget_yuan", "starts_on", "finishes_on")


def _held(work: Project, name: str) -> Any:
    return getattr(work, f"{name}_id" if name in ("owner", "area") else name)


class Pass(Step):
    """The next stage is passed."""

    stage = forms.ChoiceField(label=_("Stage"), choices=stage_choices)
    passed_on = _day(_("Passed on"))
    number = forms.CharField(label=NUMBER, max_length=80, required=False)
    file = forms.FileField(label=_("What proves it"), required=False, help_text=FILES)
    note = _text(_("Remark"), required=False)


class Confirm(Step):
    """Whether a stage was passed."""

    holds = forms.ChoiceField(
        label=_("Does it hold?"),
        choices=[("yes", _("it holds")), ("no", _("it does not hold, send it back"))],
    )
    note = _text(_("Reason"), required=False)


class Obstacle(Step):
    """What is in the way."""

    title = forms.CharField(label=_("What is in the way"), max_length=120)
    text = _text(_("In full"), required=False)
    asks = _text(_("What is needed, from whom"), required=False)


class Settle(Step):
    """How it was settled."""

    settlement = _text(_("How it was settled"))
    number = forms.CharField(label=NUMBER, max_length=80, required=False)


class Fund(Step):
    """Money of one source in one year."""

    source = forms.ChoiceField(label=_("Source of money"), choices=source_choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    planned_yuan = _yuan(_("Planned (yuan)"))
    allocated_yuan = _yuan(_("Allocated (yuan)"))
    paid_yuan = _yuan(_("Paid (yuan)"))
    number = forms.CharField(label=NUMBER, max_length=80, required=False)


class Claim(Step):
    """How much less of a pollutant in a year."""

    pollutant = forms.ChoiceField(label=_("Pollutant"), choices=pollutant_choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    claimed_kg = forms.IntegerField(label=_("Claimed (kg)"), min_value=0, max_value=10**12)
    basis = _text(_("How it was reckoned"))


class Verify(Step):
    """What of a claim holds."""

    verified_kg = forms.IntegerField(label=_("Verified (kg)"), min_value=0, max_value=10**12)
    number = forms.CharField(label=NUMBER, max_length=80)
    remark = _text(_("Remark"), required=False)


class Photo(Step):
    """A photo; its own day counts where it has one."""

    file = forms.FileField(label=_("Photo"), help_text=_("JPEG, PNG or WebP; the original stays as it is."))
    taken_on = _day(_("Taken on"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    note = forms.CharField(label=_("What it shows"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", _("none")), *stage_choices()]  # type: ignore[attr-defined]
