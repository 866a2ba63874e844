"""成员集 Sets of members: which things figures count, in versions, each with the document that says so."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huanzhi.desk.selection import chosen
from huanzhi.measures.models import MemberSet


def member_sets(request: HttpRequest) -> HttpResponse:
    """Every set, its newest version first, with its members."""
    rows = MemberSet.objects.visible_to(request.user).prefetch_related("members").order_by("code", "-version")
    found = [(code, list(versions)) for code, versions in groupby(rows, key=lambda row: row.code)]
    return render(request, "desk/member_sets.html", {"chose": chosen(request), "sets": found})
