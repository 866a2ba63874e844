"""Who acts in a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from huanzhi.ledger.verbs import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor a signed-in request stands for, with the address it came from."""
    origin = f"web {request.META.get('REMOTE_ADDR', '')}".strip()
    return request.user.as_actor(origin)  # type: ignore[union-attr]


View = Callable[..., HttpResponseBase]


def sends(verb: str) -> Callable[[View], View]:
    """A view that takes what is sent to it (POST) only from who may use the verb; for others nothing is looked at.

    `plan.{name}`: the verb that the address names. `work.*`: any verb of that room; which of them the view finds out.
    """

    def wrapped(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not _may(actor_of(request), verb.format(**kwargs)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked

    return wrapped


def _may(actor: Actor, verb: str) -> bool:
    if not verb.endswith(".*"):
        return actor.may(verb)
    return any(one == "*" or one.startswith(verb[:-1]) for one in actor.verbs)
