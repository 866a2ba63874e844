"""Two results of an assessment as rows of one table, with what differs marked."""

from typing import Any

from huanzhi.desk.assessment.showing import LOOKS
from huanzhi.plan.assessment.comparing import Beside
from huanzhi.plan.assessment.words import VERDICTS, level_words

Found = dict[str, Any]


def indicator_pairs(content: Found, both: Beside | None) -> list[Found]:
    """Every indicator with both verdicts."""
    if both is None:
        return []
    names = {row["no"]: row["name"] for row in content["inputs"]["indicators"]}
    theirs = {row["no"]: row for row in both.theirs["indicators"]}
    return [
        {
            "no": row["no"],
            "name": names[row["no"]],
            "ours": _verdict(row),
            "theirs": _verdict(theirs[row["no"]]),
            "differs": row["no"] in both.indicators,
        }
        for row in both.ours["indicators"]
    ]


def _verdict(row: Found) -> Found:
    return {
        **row,
        "look": LOOKS.get(row["verdict"], "cannot_compute"),
        "words": VERDICTS[row["verdict"]],
    }


def task_pairs(content: Found, both: Beside) -> list[Found]:
    """Only the tasks that come out otherwise: the others are many and the same."""
    names = {row["code"]: row["title"] for row in content["inputs"]["tasks"]}
    theirs = {row["code"]: row for row in both.theirs["tasks"]}
    return [
        {"code": row["code"], "name": names[row["code"]], "ours": row, "theirs": theirs[row["code"]]}
        for row in both.ours["tasks"]
        if row["code"] in both.tasks
    ]


def body_pairs(content: Found, both: Beside, rules: Found) -> list[Found]:
    """Every organisation with both scores and levels."""
    names = {row["code"]: row["name"] for row in content["inputs"]["organisations"]}
    theirs = {row["code"]: row for row in both.theirs["organisations"]}
    return [
        {
            "name": names[row["code"]],
            "ours": {**row, "words": level_words(row["level"], content["rules"])},
            "theirs": {
                **theirs[row["code"]],
                "words": level_words(theirs[row["code"]]["level"], rules),
            },
            "differs": row["code"] in both.organisations,
        }
        for row in both.ours["organisations"]
    ]
