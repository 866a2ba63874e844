"""What a request is about: which plan, which year."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from huanzhi.plan.models import Document
from huanzhi.plan.queries import years
from huanzhi.plan.running import plans, running

KEPT = "plan"  # in the session: the plan that this person looks at until another is chosen


class NoPlan(LookupError):
    """There is no plan yet; the page says how to bring one in."""


@dataclass(frozen=True)
class Chosen:
    """A plan and a year of it or since."""

    document: Document
    year: int
    years: range

    @property
    def after(self) -> bool:
        """Whether the year lies behind the plan's period."""
        return self.year > self.document.last_year


@dataclass(frozen=True)
class Looked:
    """Every plan, the one that runs, and the one that this person looks at."""

    documents: list[Document]
    runs: Document | None
    at: Document | None

    @property
    def elsewhere(self) -> bool:
        """Whether it is another than the one that runs."""
        return self.at != self.runs


def looked_at(request: HttpRequest) -> Looked:
    """The plan asked for (`?plan=`, kept in the session; empty: the running one again), else the one that runs.

    Read once a request. Raises Http404 for a plan that is not there.
    """
    held: Looked | None = getattr(request, "looked_at", None)
    if held is None:
        held = _look(request)
        request.looked_at = held  # type: ignore[attr-defined]
    return held


def _look(request: HttpRequest) -> Looked:
    documents = plans()
    runs = running(documents)
    by_key = {str(document.pk): document for document in documents}
    asked = request.GET.get("plan")
    if asked is None:
        at = by_key.get(str(request.session.get(KEPT, "")), runs)
        return Looked(documents, runs, at)
    if asked and asked not in by_key:
        request.looked_at = Looked(documents, runs, runs)  # type: ignore[attr-defined]  # for the page that says so
        raise Http404(f"no plan {asked}")
    at = by_key.get(asked, runs)
    if at is None or at == runs:
        request.session.pop(KEPT, None)
    elif request.session.get(KEPT) != at.pk:
        request.session[KEPT] = at.pk
    return Looked(documents, runs, at)


def chosen(request: HttpRequest) -> Chosen:
    """The plan looked at and the year asked for (`?year=`), the last there is of it unless it is asked for."""
    document = looked_at(request).at
    if document is None:
        raise NoPlan
    known = years(document)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in known else known[-1]
    return Chosen(document, year, known)
