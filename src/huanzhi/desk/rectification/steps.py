"""The steps of an item as its page offers them: which form, what the button says, why one is barred."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.desk.rectification.forms import (
    CheckForm,
    ProposeForm,
    PublishForm,
    ReopenForm,
    TakeForm,
    WriteOffForm,
)
from huanzhi.ledger.verbs import Actor
from huanzhi.plan.actions.rectification import (
    check_close,
    propose_close,
    publish_close,
    reopen_item,
    take_item,
    write_off,
)
from huanzhi.plan.actions.rectification.closing import Shown, forbids
from huanzhi.plan.models import RectificationItem
from huanzhi.plan.rectification.flow import flow
from huanzhi.plan.rectification.item import ItemState
from huanzhi.work.attachments.storage import arrive, drop

FORMS: dict[str, tuple[type[forms.Form], Any]] = {
    "take-item": (TakeForm, gettext_lazy("Take the item up")),
    "propose-close": (ProposeForm, gettext_lazy("Propose to close")),
    "check-close": (CheckForm, gettext_lazy("Enter the check")),
    "publish-close": (PublishForm, gettext_lazy("Publish for comments")),
    "write-off": (WriteOffForm, gettext_lazy("Write it off")),
    "reopen-item": (ReopenForm, gettext_lazy("Put it right again")),
}


@dataclass(frozen=True)
class Choice:
    """A step that could be next; `barred` says why this person cannot take it."""

    name: str
    words: str
    form: forms.Form
    barred: str = ""
    first: bool = True


def choices(actor: Actor, item: RectificationItem, wrong: dict[str, forms.Form]) -> list[Choice]:
    """What can be done now, each with its form; what this person may not do says why."""
    found = []
    for name, (form, words) in FORMS.items():
        verb = f"plan.{name}"
        if flow().step(verb, item.state) is None:
            continue
        if name == "check-close":
            words = _("First check") if item.state == ItemState.PROPOSED else _("Second check")
        barred = _barred(actor, item, name)
        found.append(
            Choice(name, str(words), wrong.get(name) or form(prefix=name), barred, name != "reopen-item")
        )
    return found


def _barred(actor: Actor, item: RectificationItem, name: str) -> str:
    if not actor.may(f"plan.{name}"):
        return _("not for your role")
    if name == "check-close":
        return forbids(actor, item)
    if name == "propose-close" and actor.organisation not in item.bodies:
        return _("for the departments that answer for it")
    return ""


def take(name: str, actor: Actor, item: RectificationItem, form: Any) -> None:
    """Take a step with a form that was found right."""
    said = form.cleaned_data
    if name in ("propose-close", "check-close"):
        _showing(name, actor, item, form)
    elif name == "take-item":
        take_item(actor, item)
    elif name == "publish-close":
        publish_close(actor, item, said["comments_to"])
    elif name == "write-off":
        write_off(actor, item, said["document"], said["note"])
    else:
        reopen_item(actor, item, said["reason"])


def _showing(name: str, actor: Actor, item: RectificationItem, form: Any) -> None:
    said = form.cleaned_data
    file: UploadedFile | None = said.get("file")
    arrived = arrive(file.chunks()) if file else None
    try:
        shown = Shown(arrived, file.name or "file", form.sender) if arrived and file else None
        if name == "check-close":
            check_close(actor, item, said["passed"], said["opinion"], shown)
        elif shown is not None:
            propose_close(actor, item, said["result"], shown)
    finally:
        if arrived is not None:
            drop(arrived)
