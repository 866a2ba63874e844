"""What is done about a work: each address one step, one verb; a form that is not right comes back with its messages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huanzhi.desk.views.works import one, page
from huanzhi.desk.works import forms
from huanzhi.kit.access import actor_of, sends
from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor
from huanzhi.plan.actions.works import save_project
from huanzhi.plan.actions.works_blockers import raise_blocker, settle_blocker
from huanzhi.plan.actions.works_money import record_fund
from huanzhi.plan.actions.works_photos import add_photo
from huanzhi.plan.actions.works_reductions import claim_reduction, verify_reduction
from huanzhi.plan.actions.works_stages import confirm_stage, pass_stage
from huanzhi.plan.models import Project
from huanzhi.work.attachments.storage import Arrived, arrive, drop
from huanzhi.work.attachments.types import NotTaken

Act = Callable[[Actor, dict[str, Any], Arrived | None, str], Any]


def _step(
    request: HttpRequest, item: Project, name: str, form: forms.Step, act: Act, to: Any = None
) -> HttpResponse:
    """Check the form, do it, go back to the work; else the page again with what is wrong at its field."""
    arrived = None
    if form.is_valid():
        try:
            file = form.cleaned_data.get("file")
            arrived = arrive(file.chunks()) if file else None
            act(actor_of(request), form.cleaned_data, arrived, file.name if file else "")
        except Unsound as error:
            for field, texts in error.errors.items():
                for text in texts:
                    form.add_error(field if field in form.fields else None, text)
        except NotTaken as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("desk:project", item.code)
        finally:
            if arrived is not None:
                drop(arrived)
    return page(request, item, {name: form, "to": to}, status=422)


@require_POST
@sends("plan.save-project")
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the plan leaves out."""
    item = one(request, code)
    form = forms.Facts(request.POST, work=item, user=request.user, prefix="save")

    def act(actor: Actor, said: dict[str, Any], _file: Arrived | None, _name: str) -> Any:
        return save_project(actor, item, form.facts, said["number"], planned=form.planned)

    return _step(request, item, "save", form, act)


@require_POST
@sends("plan.pass-stage")
def pass_(request: HttpRequest, code: str) -> HttpResponse:
    """Pass the next stage."""
    item = one(request, code)
    form = forms.Pass(request.POST, request.FILES, work=item, prefix="pass")

    def act(actor: Actor, said: dict[str, Any], file: Arrived | None, name: str) -> Any:
        told = {"number": said["number"], "note": said["note"], "file": file, "name": name}
        return pass_stage(actor, item, said["stage"], said["passed_on"], **told)

    return _step(request, item, "pass", form, act)


@require_POST
@sends("plan.confirm-stage")
def confirm(request: HttpRequest, code: str, stage: str) -> HttpResponse:
    """Confirm a stage, or send it back."""
    item = one(request, code)
    gate = get_object_or_404(item.gates, stage=stage)
    form = forms.Confirm(request.POST, work=item, prefix="confirm")

    def act(actor: Actor, said: dict[str, Any], _file: Arrived | None, _name: str) -> Any:
        return confirm_stage(actor, gate, said["holds"] == "yes", said["note"])

    return _step(request, item, "confirm", form, act, to=stage)


@require_POST
@sends("plan.raise-blocker")
def obstacle(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is in the way."""
    item = one(request, code)
    form = forms.Obstacle(request.POST, work=item, prefix="obstacle")

    def act(actor: Actor, said: dict[str, Any], _file: Arrived | None, _name: str) -> Any:
        return raise_blocker(actor, item, said["title"], said["text"], said["asks"])

    return _step(request, item, "obstacle", form, act)


@require_POST
@sends("plan.settle-blocker")
def settle(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """It is out of the way."""
    item = one(request, code)
    held = get_object_or_404(item.blockers, pk=pk)
    form = forms.Settle(request.POST, work=item, prefix=f"settle-{pk}")

    def act(actor: Actor, said: dict[str, Any], _file: Arrived | None, _name: str) -> Any:
        return settle_blocker(actor, held, said["settlement"], said["number"])

    return _step(request, item, "settle", form, act, to=pk)


@require_POST
@sends("plan.record-fund")
def fund(request: HttpRequest, code: str) -> HttpResponse:
    """Write a fund line."""
    item = one(request, code)
    form = forms.Fund(request.POST, work=item, prefix="fund")

    def act(actor: Actor, said: dict[str, Any], _file: Arrived | None, _name: str) -> Any:
        return record_fund(actor, item, **said)

    return _step(request, item, "fund", form, act)


@require_POST
@sends("plan.claim-reduction")
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """Claim a reduction."""
    item = one(request, code)
    form = forms.Claim(request.POST, work=item, prefix="claim")

    def act(actor: Actor, said: dict[str, Any], _file: Arrived | None, _name: str) -> Any:
        return claim_reduction(actor, item, **said)

    return _step(request, item, "claim", form, act)


@require_POST
@sends("plan.verify-reduction")
def verify(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Verify a reduction that somebody else claimed."""
    item = one(request, code)
    held = get_object_or_404(item.reductions, pk=pk)
    form = forms.Verify(request.POST, work=item, prefix=f"verify-{pk}")

    def act(actor: Actor, said: dict[str, Any], _file: Arrived | None, _name: str) -> Any:
        return verify_reduction(actor, held, **said)

    return _step(request, item, "verify", form, act, to=pk)


@require_POST
@sends("plan.add-photo")
def photo(request: HttpRequest, code: str) -> HttpResponse:
    """Add a photo."""
    item = one(request, code)
    form = forms.Photo(request.POST, request.FILES, work=item, prefix="photo")

    def act(actor: Actor, said: dict[str, Any], file: Arrived | None, name: str) -> Any:
        assert file is not None  # the form asks for it
        told = {"taken_on": said["taken_on"], "stage": said["stage"], "note": said["note"]}
        return add_photo(actor, item, file, name, **told)

    return _step(request, item, "photo", form, act)
