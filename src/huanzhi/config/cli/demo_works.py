"""Works of the demonstration: owners, stages, money, what is in the way, reductions; invented, and marked so."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

WORKS = "demo-works.toml"


def load_works(actor: Any, said: dict[str, Any]) -> None:
    """Once: works that somebody has said something of are left as they are."""
    from huanzhi.people.models import User
    from huanzhi.plan.models import Project
    from huanzhi.plan.queries import current_plan

    document = current_plan()
    if document is None or Project.objects.filter(document=document, simulated=True).exists():
        return
    people = {user.username: user.as_actor("demo") for user in User.objects.filter(is_active=True)}
    works = {work.name: work for work in document.projects.all()}
    for row in (row for row in said["work"] if row["name"] in works):
        work = _facts(actor, works[row["name"]], row)
        _stages(people, work, row.get("passed", []))
        _life(actor, people, work, row)


def _noon(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time(12)))


def _facts(actor: Any, work: Any, row: dict[str, Any]) -> Any:
    from decimal import Decimal

    from huanzhi.people.models import Area, Organisation
    from huanzhi.plan.actions.works import save_project

    facts = {
        "owner": Organisation.objects.get(name=row["owner"]),
        "place": row["place"],
        "area": Area.objects.filter(name=row.get("area", ""), level="town").first(),
        "lon": Decimal(str(row["lon"])) if "lon" in row else None,
        "lat": Decimal(str(row["lat"])) if "lat" in row else None,
        "budget_yuan": row["budget"],
        "starts_on": row["starts"],
        "finishes_on": row["finishes"],
    }
    return save_project(actor, work, facts, row["number"], planned=row["planned"], simulated=True)


def _stages(people: dict[str, Any], work: Any, rows: list[dict[str, Any]]) -> None:
    from huanzhi.plan.actions.works_stages import confirm_stage, pass_stage
    from huanzhi.plan.works.lists import stages
    from huanzhi.work.attachments.storage import arrive

    for row in rows:
        terms, now = stages()[row["stage"]], _noon(row["day"])
        text = f"演示文件，不是真实批文。\n{work.name} {terms.zh} {row['day']}\n"
        file = arrive([text.encode()]) if terms.file else None
        told = {"number": row["number"], "file": file, "name": f"{terms.zh}（演示）.txt", "now": now}
        gate = pass_stage(people[row["who"]], work, row["stage"], row["day"], **told)
        if "confirmed" in row:
            confirm_stage(people[row["confirmed"]], gate, holds=True, now=now)


def _life(actor: Any, people: dict[str, Any], work: Any, said: dict[str, Any]) -> None:
    from huanzhi.plan.actions.works_blockers import raise_blocker
    from huanzhi.plan.actions.works_money import record_fund
    from huanzhi.plan.actions.works_photos import add_photo
    from huanzhi.plan.actions.works_reductions import claim_reduction, verify_reduction
    from huanzhi.work.attachments.storage import arrive

    for row in said.get("fund", []):
        amounts = {f"{name}_yuan": row.get(name) for name in ("planned", "allocated", "paid")}
        record_fund(actor, work, row["source"], row["year"], number=row.get("number", ""), **amounts)
    for row in said.get("blocker", []):
        raise_blocker(people[row["who"]], work, row["title"], row["text"], row["asks"], now=_noon(row["day"]))
    for row in said.get("reduction", []):
        now = _noon(row["day"])
        claim = claim_reduction(
            people[row["who"]], work, row["pollutant"], row["year"], row["claimed"], row["basis"], now=now
        )
        if "verified" in row:
            verify_reduction(people[row["by"]], claim, row["verified"], row["number"], now=now)
    for row in said.get("photo", []):
        told = {"taken_on": row["day"], "stage": row["stage"], "note": row["note"]}
        file = arrive([_drawn(row["word"])])
        add_photo(people[row["who"]], work, file, f"{row['word'].lower()}.jpg", **told)


def _drawn(word: str) -> bytes:
    """A drawn picture that says of itself that it is none."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 480), (182, 196, 204))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 320, 640, 480), fill=(140, 124, 98))
    pen.rectangle((140, 220, 500, 330), fill=(120, 132, 140))
    pen.text((20, 20), f"DEMO {word} - drawn, not a photo", fill=(30, 30, 30), font_size=28)
    held = BytesIO()
    picture.save(held, "JPEG", quality=80)
    return held.getvalue()
