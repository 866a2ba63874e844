"""Build a district's profile from its published plan: `python tools/profile.py PLAN.txt NAME`.

Facts only: names, titles, numbers, who answers; of a target or milestone the short clause that states it. The
plan's paragraphs stay out. `organisations.toml` is written when absent and from then on kept by people.
"""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from huanzhi.wire.plandoc import PlanText, read_file, to_json
from huanzhi.wire.plandoc.comparison import statements

PROFILES = Path(__file__).resolve().parent.parent / "src" / "huanzhi" / "plan" / "profiles"
SHORT = 40


def clause(text: str) -> str:
    """The clause of a sentence that states a figure or a date, at most so many letters."""
    clauses = [part.strip() for part in re.split(r"[，；。]", text) if part.strip()]
    telling = [
        part for part in clauses if re.search(r"\d+(\.\d+)?\s*(%|天|公顷|微克)|达到|完成|全覆盖|消除", part)
    ]
    chosen = (telling or clauses)[-1]
    return chosen if len(chosen) <= SHORT else chosen[: SHORT - 1] + "…"


def facts(plan: PlanText, name: str) -> dict[str, Any]:
    """The plan as the profile holds it."""
    read = to_json(plan)
    for task in read["tasks"]:
        for target in task["targets"]:
            target["text"] = clause(target["text"])
    stated = [{"year": row["year"], "text": clause(row["text"])} for row in read["milestones"]]
    read["milestones"] = [row for at, row in enumerate(stated) if row not in stated[:at]]
    for question in read["questions"]:
        if "printed" in question["facts"]:
            question["facts"]["printed"] = clause(question["facts"]["printed"])
        question.pop("text")
    owners = {}
    for item in plan.indicators:
        said = statements(item, plan.tasks)
        if said:
            task = said[0][0]
            owners[str(item.no)] = (task.lead or task.responsible)[0]
    head = {
        "source": f"《{plan.title}》, facts read by tools/profile.py from the published text ({name})",
        "read": datetime.now(UTC).date().isoformat(),
    }
    return head | read | {"owners": owners}


def main() -> None:
    """Read the plan and write `plan.json`."""
    source, name = Path(sys.argv[1]), sys.argv[2]
    place = PROFILES / name
    place.mkdir(parents=True, exist_ok=True)
    plan = read_file(source)
    content = json.dumps(facts(plan, source.name), ensure_ascii=False, indent=1)
    (place / "plan.json").write_text(content + "\n", encoding="utf-8")
    print(f"{place.name}/plan.json: {len(plan.indicators)} indicators, {len(plan.tasks)} tasks")


if __name__ == "__main__":
    main()
