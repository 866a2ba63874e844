"""Reads of cases."""

from django.db.models import Q, QuerySet

from huanzhi.work.models import Case


def open_cases(user: object) -> QuerySet[Case]:
    """Cases that are not closed and that the user may see, the one due first on top."""
    return (
        Case.objects.visible_to(user)
        .filter(~Q(state="closed"))
        .select_related("organisation")
        .order_by("due_on")
    )
