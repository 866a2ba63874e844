"""Forms of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.forms import SeenForm
from huanzhi.people.models import Organisation
from huanzhi.plan.models import TaskState

COMPARATORS = [("", "—"), ("<=", "≤"), (">=", "≥"), ("=", "=")]


class TaskFilter(forms.Form):
    """What a list of tasks can be narrowed by; its state lives in the address."""

    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    department = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Department"), required=False, to_field_name="code"
    )
    chapter = forms.ChoiceField(label=_("Chapter"), required=False)

    def __init__(self, *args: Any, document: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("all"))
        self.fields["state"].choices = [every, *TaskState.choices]  # type: ignore[attr-defined]
        chapters = document.tasks.order_by("chapter").values_list("chapter", flat=True).distinct()
        self.fields["chapter"].choices = [every, *((str(n), str(n)) for n in chapters)]  # type: ignore[attr-defined]
        bodies = Organisation.objects.visible_to(user).filter(task_roles__task__document=document).distinct()
        scope = user.scope()
        if not scope.everything:
            bodies = bodies.filter(pk__in=scope.organisations)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = bodies, str(_("all"))


class TaskReport(forms.Form):
    """How far a task is, in a word and a sentence."""

    state = forms.ChoiceField(label=_("State"), choices=TaskState.choices[1:])
    report = forms.CharField(
        label=_("What was done, what stands in the way"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class Answer(SeenForm):
    """The owner's answer to a question: what holds, why, by which document."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    reason = forms.CharField(label=_("Reason"), max_length=400)
    number = forms.CharField(
        label=_("Document number"),
        max_length=80,
        help_text=_("The document that settles it; kept with the change."),
    )
    value = forms.DecimalField(label=_("Target number"), required=False, max_digits=14, decimal_places=4)
    comparator = forms.ChoiceField(label=_("Comparison"), choices=COMPARATORS, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Who answers for it"),
        required=False,
        to_field_name="code",
        empty_label="—",
    )
    same = forms.BooleanField(label=_("They are one body"), required=False)

    def __init__(self, *args: Any, question: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not question.about.startswith("indicator:"):
            for name in ("value", "comparator", "organisation"):
                del self.fields[name]
        if question.kind != "alias-to-confirm":
            del self.fields["same"]


class CaseNote(forms.Form):
    """What was done or seen at a step of a case."""

    note = forms.CharField(
        label=_("What was done, what was seen"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
