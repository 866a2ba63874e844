"""Plans 各规划: every plan that was read in and which one runs, indicators side by side, the amendments of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huanzhi.desk.selection import NoPlan, chosen, looked_at
from huanzhi.desk.year.amended import rows
from huanzhi.plan.comparison import compare as side_by_side
from huanzhi.plan.models import Indicator
from huanzhi.plan.running import home

MOST = 4  # plans side by side


def plans(request: HttpRequest) -> HttpResponse:
    """Every plan with its period and district; one of them is looked at until another is chosen."""
    looked = looked_at(request)
    if looked.at is None:
        raise NoPlan
    context = {"looked": looked, "home": home(looked.documents)}
    return render(request, "desk/plans.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """Targets, units and newest figures of the same indicator in several plans (`?with=1&with=2`)."""
    looked = looked_at(request)
    if looked.at is None:
        raise NoPlan
    asked = request.GET.getlist("with")
    found = [document for document in looked.documents if str(document.pk) in asked] or looked.documents
    found = sorted(
        found[:MOST], key=lambda document: (document != looked.runs, -document.last_year, document.pk)
    )
    context = {
        "looked": looked,
        "documents": found,
        "home": home(looked.documents),
        "rows": [
            (row, list(zip(found, row.cells, strict=True))) for row in side_by_side(found, looked.documents)
        ],
    }
    return render(request, "desk/plans_compare.html", context)


def amendments(request: HttpRequest) -> HttpResponse:
    """调整修订: what of the plan was changed, old and new, by which document, for which reason."""
    chose = chosen(request)
    made = chose.document.amendments.select_related("question")
    names = dict(
        Indicator.objects.visible_to(request.user).filter(document=chose.document).values_list("no", "name")
    )
    found = [(one, rows(one, names)) for one in made]
    return render(request, "desk/amendments.html", {"chose": chose, "rows": found})
