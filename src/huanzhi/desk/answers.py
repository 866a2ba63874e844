"""Errors of the rooms below as pages: not allowed, not possible as it stands, no plan yet."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huanzhi.desk.selection import NoPlan
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.measures.actions import Refused as NotAFigure
from huanzhi.plan.actions import Refused
from huanzhi.work.actions import WrongStep


class Answers:
    """The only place where an error of a verb becomes an HTTP status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """403 for what is not allowed, 409 for what cannot be done as it stands, 200 for a start without a plan."""
        if isinstance(error, NotAllowed):
            return render(request, "desk/refused.html", {"error": error, "status": 403}, status=403)
        if isinstance(error, NotAFigure | Refused | WrongStep):
            return render(request, "desk/refused.html", {"error": error, "status": 409}, status=409)
        if isinstance(error, NoPlan):
            return render(request, "desk/no_plan.html")
        return None
