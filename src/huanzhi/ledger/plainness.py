"""Values as the chain can hash them: what JSON gives back is exactly what went in; sealed ones as commitments."""

import json
from typing import Any

from huanzhi.ledger.seal import MARK, Seal, commitment

Seals = dict[str, tuple[bytes, Any]]  # commitment: salt and value


def plain(value: Any, encoder: type[json.JSONEncoder], seals: Seals | None = None) -> Any:
    """The value after a round through JSON; binary floats become text, since no two readers agree on them.

    What is sealed goes into `seals` and leaves its commitment; without `seals` it is an error.
    """
    if value is None:
        return None
    return json.loads(json.dumps(_bare(value, encoder, seals), cls=encoder, ensure_ascii=False))


def _bare(value: Any, encoder: type[json.JSONEncoder], seals: Seals | None) -> Any:
    if isinstance(value, Seal):
        if seals is None:
            raise ValueError("a sealed value where none may stand")
        bare = plain(value.value, encoder)
        key = commitment(bare, value.salt)
        seals[key] = value.salt, bare
        return {MARK: key}
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {str(key): _bare(item, encoder, seals) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_bare(item, encoder, seals) for item in value]
    return value
