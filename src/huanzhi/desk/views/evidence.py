"""证据 Files of cases for those who may see the case: checked before they go out, never run by a browser."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huanzhi.work.attachments.storage import Damaged, copy_of, original
from huanzhi.work.evidence import Evidence

SANDBOX = "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'none'"


def _safe(response: FileResponse, request: HttpRequest, keep: str) -> FileResponse:
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = keep
    response["X-Huanzhi-Who"] = str(request.user.pk)
    return response


def _damaged(item: Evidence) -> HttpResponse:
    """Better nothing than something else under its name."""
    text = _("The original is gone or has changed since it was recorded; its hash was %(hash)s.") % {
        "hash": item.sha256
    }
    return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original, as it came, to be saved; its hash is worked out anew first."""
    item = get_object_or_404(Evidence.objects.visible_to(request.user).select_related("case"), pk=pk)
    try:
        file = original(item.sha256).open("rb")
    except Damaged:
        return _damaged(item)
    name = f"{item.case.number}-{item.pk}-{item.name}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=item.media)
    response["X-Huanzhi-SHA256"] = item.sha256
    return _safe(response, request, "private, no-store")


@require_safe
def small(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A small copy of an image, without its metadata."""
    item = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if not item.type.image:
        raise Http404(f"evidence {pk} is no image")
    try:
        file = copy_of(item.sha256, "small").open("rb")
    except Damaged:
        return _damaged(item)
    response = FileResponse(file, filename=f"{item.pk}.jpg", content_type="image/jpeg")
    return _safe(response, request, "private, max-age=86400")
