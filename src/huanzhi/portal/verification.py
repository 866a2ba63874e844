"""核验 Verification: whether a hash or a file is that of a sealed report; nothing more unless it was published."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from huanzhi.plan.reports.queries import octets_of, verified
from huanzhi.plan.reports.rendering import TYPES
from huanzhi.plan.reports.sealed_report import SealedReport

LARGEST = 50_000_000


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """A form for a file or a hash. The file is hashed and not kept."""
    problem = ""
    if request.method == "POST":
        given, code = request.FILES.get("file"), request.POST.get("hash", "").strip().lower()
        if given is not None and (given.size or 0) > LARGEST:
            problem = _("the file is too large: %(most)s MB at most") % {"most": LARGEST // 1_000_000}
        elif given is not None or code:
            try:
                return redirect("portal:verify-hash", sha256=_hash(given) if given else _checked(code))
            except ValueError as error:
                problem = str(error)
        else:
            problem = _("Choose a file, or type its hash.")
    context = {"problem": problem, "asked": "", "found": None}
    return render(request, "portal/verify.html", context, status=422 if problem else 200)


def _hash(given: object) -> str:
    digest = hashlib.sha256()
    for chunk in given.chunks():  # type: ignore[attr-defined]
        digest.update(chunk)
    return digest.hexdigest()


def _checked(code: str) -> str:
    verified(code)
    return code


@login_not_required
def verify_hash(request: HttpRequest, sha256: str) -> HttpResponse:
    """What a hash is of."""
    try:
        found = verified(sha256)
    except ValueError as error:
        raise Http404(str(error)) from None
    context = {"problem": "", "asked": sha256.lower(), "found": found}
    return render(request, "portal/verify.html", context)


@login_not_required
def published(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A file of a published report."""
    held = get_object_or_404(SealedReport.objects.filter(publication__isnull=False), pk=pk)
    if form not in TYPES:
        raise Http404("no such form")
    answer = HttpResponse(octets_of(held, form), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="report-{pk}.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
