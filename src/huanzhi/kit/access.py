"""Who acts in a request, as far as registers need to know: people say it, one floor up."""

from typing import Any

from huanzhi.ledger.verbs import Actor


def actor_of(request: Any) -> Actor:
    """The actor a request stands for; users know it of themselves."""
    return request.user.as_actor(request)
