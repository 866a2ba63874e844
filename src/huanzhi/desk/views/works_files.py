"""Files of works: photos and what proves a stage, for those who may see the work; checked before they go out."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huanzhi.desk.views.evidence import SANDBOX
from huanzhi.desk.views.works import one
from huanzhi.work.attachments.storage import Damaged, copy_of, original


def sent(sha256: str, name: str, media: str, which: str = "") -> HttpResponseBase:
    """The original to be saved, or a copy without metadata to be looked at; nothing rather than something else."""
    try:
        path = copy_of(sha256, which) if which else original(sha256)
    except Damaged:
        text = _("The original is gone or has changed since it was recorded; its hash was %(hash)s.")
        return HttpResponse(text % {"hash": sha256}, status=500, content_type="text/plain; charset=utf-8")
    response = FileResponse(
        path.open("rb"),
        as_attachment=not which,
        filename=name,
        content_type="image/jpeg" if which else media,
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=86400" if which else "private, no-store"
    return response


@require_safe
def photo(request: HttpRequest, code: str, pk: int, which: str) -> HttpResponseBase:
    """A photo of a work: `original`, or a copy: `small`, `public` (as it may be given away)."""
    if which not in ("original", "small", "public"):
        raise Http404(which)
    held = get_object_or_404(one(request, code).photos, pk=pk)
    return sent(held.sha256, held.name, held.media, "" if which == "original" else which)


@require_safe
def proof(request: HttpRequest, code: str, stage: str) -> HttpResponseBase:
    """The file that proves a stage."""
    gate = get_object_or_404(one(request, code).gates, stage=stage)
    if not gate.file:
        raise Http404(stage)
    return sent(gate.file["sha256"], gate.file["name"], gate.file["media"])
