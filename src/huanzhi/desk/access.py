"""Who gets a page that is about the whole district."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def only_everything(request: HttpRequest) -> None:
    """Only for those whose scope is the whole district."""
    if not request.user.scope().everything:  # type: ignore[union-attr]
        raise PermissionDenied
