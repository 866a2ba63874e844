"""Who acts in a request."""

from django.http import HttpRequest

from huanzhi.ledger.verbs import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor a signed-in request stands for, with the address it came from."""
    origin = f"web {request.META.get('REMOTE_ADDR', '')}".strip()
    return request.user.as_actor(origin)  # type: ignore[union-attr]
