"""Forms of the door, of one's own account and of the grid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.people.grid import Duty
from huanzhi.people.models import User
from huanzhi.people.queries import people_for


def _password(words: Any, complete: str) -> forms.CharField:
    return forms.CharField(
        label=words, widget=forms.PasswordInput(attrs={"autocomplete": complete}), max_length=200
    )


def _day(words: Any, required: bool = True) -> forms.DateField:
    return forms.DateField(label=words, required=required, widget=forms.DateInput(attrs={"type": "date"}))


def _moment(words: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=words, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


class PersonField(forms.ModelChoiceField):
    """Somebody who signs in, by user name."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            User.objects.none(),
            label=label,
            to_field_name="username",
            empty_label="—",
        )


class PersonForm(forms.Form):
    """A form that names people: those whom the user may name."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = people_for(user)


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    """A code of the authenticator, or one for recovery."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits of the authenticator, or a recovery code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )


class PasswordForm(forms.Form):
    """The password now, and the new one twice."""

    old = _password(_("Password now"), "current-password")
    new = _password(_("New password"), "new-password")
    again = _password(_("New password again"), "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.has_usable_password():
            del self.fields["old"]

    def clean(self) -> dict[str, Any]:
        """The new one was written twice alike."""
        data = super().clean() or {}
        if data.get("new") != data.get("again"):
            self.add_error("again", _("The two are not alike."))
        return data


class ProofForm(forms.Form):
    """The password once more, before something is weakened."""

    password = _password(_("Password"), "current-password")


class SubstituteForm(PersonForm):
    """Who stands in, from when until when, why."""

    substitute = PersonField(_("substitute"))
    since = _moment(_("from"))
    until = _moment(_("until"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AppointForm(PersonForm):
    """A person for a cell."""

    user = PersonField(_("person"))
    duty = forms.ChoiceField(label=_("post"), choices=Duty.choices)
    since = _day(_("from"))
    until = _day(_("until"), required=False)
    phone = forms.CharField(label=_("telephone"), max_length=40, required=False)


class RelieveForm(forms.Form):
    """The last day of a post, and why it ends."""

    on = _day(_("last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


def said(form: forms.Form) -> str:
    """What is wrong with a form as one line, field by field."""
    return " ".join(f"{form[name].label}: {' '.join(map(str, words))}" for name, words in form.errors.items())
