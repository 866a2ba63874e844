"""The mid-term evaluation of the demonstration: opened, evaluated by two organisations, computed and not concluded."""

from datetime import timedelta
from typing import Any

ASSESSMENT = "demo-assessment.toml"


def load_assessment(actor: Any, said: dict[str, Any]) -> None:
    """Once: what stands already is left as it is."""
    from django.utils import timezone

    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import Organisation, User
    from huanzhi.plan.actions.assessment import ask_self_evaluation, open_assessment, self_evaluate
    from huanzhi.plan.actions.assessment_computing import compute_assessment
    from huanzhi.plan.models import Assessment, Document

    if Assessment.objects.exists():
        return
    for row in said["person"]:
        user = create_user(actor, row["username"], row["name"], demo=True)
        grant(actor, user, Organisation.objects.get(name=row["organisation"]), row["role"])
    person = User.objects.get(username=said["person"][0]["username"]).as_actor("demo")
    document = Document.objects.order_by("pk")[0]
    opened = open_assessment(person, document, said["kind"], said["year"])
    ask_self_evaluation(person, opened, timezone.localdate() + timedelta(days=said["due_days"]))
    for row in said["word"]:
        who = User.objects.get(username=row["person"])
        body = Organisation.objects.get(code=who.as_actor().organisation)
        told = {name: row.get(name, "") for name in ("evidence", "problems", "proposals")}
        own = who.as_actor("demo")
        self_evaluate(own, opened, body, row["about"], row["judgement"], row["reasons"], **told)
    compute_assessment(person, opened)
