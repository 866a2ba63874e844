"""Faces of every register: index, list, record, form, import with preview, export."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from huanzhi.kit.access import actor_of
from huanzhi.kit.actions import Unsound, import_records, read_rows, save_record
from huanzhi.kit.factories import cells, features, filter_class, table_class
from huanzhi.kit.forms import form_class
from huanzhi.kit.holding import fetch, hold
from huanzhi.kit.register import Register, find, registers
from huanzhi.kit.spreadsheets import rows_of, to_csv, to_xlsx
from huanzhi.ledger.queries import history

PAGE = 50
LARGEST = 20 * 2**20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _register(name: str) -> Register:
    try:
        return find(name)
    except LookupError:
        raise Http404(name) from None


def _rows(register: Register, request: HttpRequest) -> Any:
    return register.model._default_manager.visible_to(request.user).select_related(*register.references)  # type: ignore[attr-defined]


def index(request: HttpRequest) -> HttpResponse:
    """All registers with how many records each holds."""
    rows = [(register, _rows(register, request).count()) for register in registers()]
    return render(request, "kit/index.html", {"rows": rows})


def records(request: HttpRequest, name: str) -> HttpResponse:
    """The list: filters in the address, sorted by a click, on the map where it lies somewhere."""
    register = _register(name)
    chosen = filter_class(name)(request.GET, queryset=_rows(register, request))
    table = table_class(name)(chosen.qs)
    RequestConfig(request, paginate={"per_page": PAGE}).configure(table)
    context = {
        "register": register,
        "filter": chosen,
        "table": table,
        "features": features(register, chosen.qs) if register.map else None,
        "may_save": actor_of(request).may("kit.save-record"),
        "asked": request.GET.urlencode(),
    }
    return render(request, "kit/list.html", context)


def record(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """One record: its fields, where it lies, what was done to it."""
    register = _register(name)
    item = get_object_or_404(_rows(register, request), code=code)
    meta = register.model._meta
    shown = [(meta.get_field(field).verbose_name, _shown(item, field)) for field in register.form_fields]  # type: ignore[union-attr]
    context = {
        "register": register,
        "record": item,
        "shown": shown,
        "history": history(item)[:30],
        "features": features(register, [item]) if register.map else None,
        "may_save": actor_of(request).may("kit.save-record"),
    }
    return render(request, "kit/record.html", context)


def _shown(item: Any, name: str) -> Any:
    display = getattr(item, f"get_{name}_display", None)
    return display() if display else getattr(item, name)


def edit(request: HttpRequest, name: str, code: str = "") -> HttpResponse:
    """The form of a new record or of one that is there."""
    register, actor = _register(name), actor_of(request)
    if not actor.may("kit.save-record"):
        raise PermissionDenied
    held = get_object_or_404(_rows(register, request), code=code) if code else None
    form = form_class(name)(request.POST or None, instance=held, initial=_given(request, register, held))
    if request.method == "POST":
        try:
            made = save_record(actor, register, request.POST.dict(), held)
        except Unsound:
            form.full_clean()
        else:
            messages.success(request, _("Saved."))
            return redirect("kit:record", name, made.code)
    return render(request, "kit/edit.html", {"register": register, "record": held, "form": form})


def _given(request: HttpRequest, register: Register, held: Any) -> dict[str, str]:
    """Values that an address brings for a new record (`?code=…`); one that is there keeps its own."""
    return {} if held else {name: request.GET[name] for name in register.form_fields if name in request.GET}


def take_in(request: HttpRequest, name: str) -> HttpResponse:
    """A spreadsheet: first what it would do, row by row, then doing it."""
    register, actor = _register(name), actor_of(request)
    if not actor.may("kit.import-records"):
        raise PermissionDenied
    context: dict[str, Any] = {"register": register}
    if request.method == "POST":
        try:
            content, file_name = _brought(request)
            rows = rows_of(content, file_name)
        except ValueError as error:
            context["error"] = str(error)
        else:
            if "token" in request.POST:
                intake = import_records(actor, register, rows, file_name, content)
                messages.success(request, _("%(n)s rows taken.") % {"n": intake.rows_taken})
                return redirect("desk:intake", intake.pk)
            token = hold(content, file_name, request.user.pk or 0)
            context |= {"reading": read_rows(register, rows), "file_name": file_name, "token": token}
    return render(request, "kit/take_in.html", context)


def _brought(request: HttpRequest) -> tuple[bytes, str]:
    """The file of this request, or the one held from the look before."""
    if token := request.POST.get("token"):
        return fetch(token, request.user.pk or 0)
    upload = request.FILES.get("file")
    if upload is None:
        raise ValueError(_("Choose a file."))
    content = upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(_("The file is larger than 20 MB."))
    return content, upload.name or "file.csv"


def export(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The list as filtered, as a spreadsheet that can be taken in again."""
    register = _register(name)
    chosen = filter_class(name)(request.GET, queryset=_rows(register, request))
    rows = cells(register, chosen.qs)
    body = to_xlsx(register.form_fields, rows) if form == "xlsx" else to_csv(register.form_fields, rows)
    answer = HttpResponse(body, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
