"""Values as the chain can hash them: what JSON gives back is exactly what went in."""

import json
from typing import Any


def plain(value: Any, encoder: type[json.JSONEncoder]) -> Any:
    """The value after a round through JSON; binary floats become text, since no two readers agree on them."""
    if value is None:
        return None
    return json.loads(json.dumps(_without_floats(value), cls=encoder, ensure_ascii=False))


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {str(key): _without_floats(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_floats(item) for item in value]
    return value
