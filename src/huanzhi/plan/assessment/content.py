"""What an assessment rests on as canonical JSON, and its result computed from nothing but that. Pure."""

import json
from typing import Any

from huanzhi.measures.content import canonical, sha256
from huanzhi.plan.assessment.scoring import score

FORM = 1  # of the document; another form is another number


def frozen(inputs: dict[str, Any], rules: dict[str, Any], software: str) -> str:
    """Inputs and the rules they are judged by, the result they give, and the edition of the software that gave it."""
    plain = json.loads(canonical([inputs, rules]))
    result = score(*plain)
    return canonical(
        {"form": FORM, "inputs": plain[0], "rules": plain[1], "result": result, "software": software}
    )


def broken(text: str, digest: str) -> str:
    """Why a frozen assessment does not hold; empty when the same bytes come out again."""
    if sha256(text) != digest:
        return "the content is not the one that was hashed"
    held = json.loads(text)
    if frozen(held["inputs"], held["rules"], held["software"]) == text:
        return ""
    again = score(held["inputs"], held["rules"])
    names = [name for name, value in again.items() if held["result"].get(name) != value]
    return f"recomputed, {', '.join(names) or 'its form'} came out otherwise (made with {held['software']})"
