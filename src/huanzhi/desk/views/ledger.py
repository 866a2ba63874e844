"""留痕 Ledger: who did what; one entry with what it changed; its proof under a checkpoint, to take away."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from huanzhi.desk.access import only_everything
from huanzhi.kit.access import actor_of
from huanzhi.ledger.chain import canonical
from huanzhi.ledger.models import Checkpoint, Entry, Sealed
from huanzhi.ledger.queries import checkpoints, opened, prove_entry, state
from huanzhi.ledger.seal import commitments

PAGE = 50
LONG = 300  # characters of a value that are shown at once


@dataclass(frozen=True)
class Change:
    """A field of a record before and after."""

    name: str
    before: str
    after: str
    changed: bool


def ledger(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; on request the chain is checked from the last checkpoint on."""
    only_everything(request)
    rows = Entry.objects.visible_to(request.user).order_by("-seq")
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(Q(verb__icontains=words) | Q(subject_type__icontains=words) | Q(subject_id=words))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    newest = checkpoints().first()
    context: dict[str, Any] = {"page": page, "q": words, "asked": f"q={words}" if words else ""}
    context["checkpoint"] = newest
    if "check" in request.GET:
        context["count"], context["broken"] = state(since=newest)
        context["checked"] = True
    return render(request, "desk/ledger.html", context)


def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry: who, in which role, from where, what it was before and after, which checkpoint is over it."""
    only_everything(request)
    item = get_object_or_404(Entry.objects.visible_to(request.user), pk=min(seq, 2**63 - 1))
    kept = opened(item)
    shown = kept if actor_of(request).may("ledger.erase") else {}
    context = {
        "entry": item,
        "changes": _changes(item, shown),
        "sealed": len({*commitments(item.before), *commitments(item.after)}),
        "kept": len(kept),
        "opened": len(shown),
        "checkpoint": Checkpoint.objects.visible_to(request.user)
        .filter(size__gte=item.seq)
        .order_by("size")
        .first(),
        "others": Entry.objects.visible_to(request.user)
        .filter(subject_type=item.subject_type, subject_id=item.subject_id)
        .exclude(pk=item.pk)
        .order_by("-seq")[:10],
    }
    return render(request, "desk/entry.html", context)


def proof(request: HttpRequest, seq: int) -> HttpResponse:
    """The proof as a file, for `huanzhi ledger verify`."""
    only_everything(request)
    try:
        found = prove_entry(min(seq, 2**63 - 1))
    except LookupError as error:
        raise Http404(str(error)) from None
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1, "sort_keys": True})
    answer["Content-Disposition"] = f'attachment; filename="ledger-{seq}.json"'
    return answer


def _changes(item: Entry, shown: dict[str, Sealed]) -> list[Change]:
    """Every field that the entry names, those that changed first."""
    before, after = (held if isinstance(held, dict) else {} for held in (item.before, item.after))
    names = sorted({*before, *after}, key=lambda name: (before.get(name) == after.get(name), name))
    return [
        Change(
            name,
            _text(before, name, shown),
            _text(after, name, shown),
            name in before and name in after and before[name] != after[name],
        )
        for name in names
    ]


def _text(held: dict[str, Any], name: str, shown: dict[str, Sealed]) -> str:
    """A value as it is written; a sealed one opened for who may, else its commitment's beginning."""
    if name not in held:
        return ""
    value = held[name]
    names = list(commitments(value))
    if isinstance(value, dict) and len(names) == 1:
        opened_value = shown.get(names[0])
        value = opened_value.value if opened_value else f"◼ {names[0][:12]}…"
    text = value if isinstance(value, str) else "" if value is None else canonical(value)
    return text if len(text) <= LONG else text[:LONG] + "…"
