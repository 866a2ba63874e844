"""The closed loop of the demonstration: people of the grid, rules, findings, and the steps that were taken."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

WORK = "demo-work.toml"


def load_work(actor: Any, said: dict[str, Any]) -> None:
    """Once: what stands already is left as it is."""
    from huanzhi.work.models import RoutingRule

    if RoutingRule.objects.exists():
        return
    _grid(actor, said)
    _rules(actor, said["rule"])
    for row in said["finding"]:
        _finding(actor, row)


def _grid(actor: Any, said: dict[str, Any]) -> None:
    from django.utils import timezone

    from huanzhi.people.actions import appoint, create_user, grant, save_organisation, substitute
    from huanzhi.people.models import Area, Organisation, User

    for row in said["organisation"]:
        save_organisation(actor, row["code"], {"name": row["name"], "kind": "town", "sort_key": 900})
    today, now = timezone.localdate(), timezone.now()
    for row in said["person"]:
        user = create_user(actor, row["username"], row["name"], demo=True)
        grant(actor, user, Organisation.objects.get(name=row["organisation"]), row["role"])
        if "area" in row:
            appoint(actor, Area.objects.get(code=row["area"]), user, today - timedelta(days=60))
    away = said["absence"]
    absent, other = (User.objects.get(username=away[key]) for key in ("absent", "substitute"))
    substitute(
        actor, absent, other, now - timedelta(days=1), now + timedelta(days=away["days"]), away["reason"]
    )


def _rules(actor: Any, rows: list[dict[str, Any]]) -> None:
    from huanzhi.kit.actions import save_record
    from huanzhi.kit.register import find
    from huanzhi.people.models import Organisation

    for row in rows:
        bodies: dict[str, str] = {key: row[key] for key in ("organisation", "lead") if key in row}
        codes: dict[str, str] = {
            key: Organisation.objects.get(name=name).code for key, name in bodies.items()
        }
        save_record(actor, find("routingrule"), {**row, **codes})


def _finding(actor: Any, row: dict[str, Any]) -> None:
    from django.utils import timezone

    from huanzhi.people.models import User
    from huanzhi.work.actions import VERBS, Finding, open_found

    lon, lat = (Decimal(str(row[key])) if key in row else None for key in ("lon", "lat"))
    told = {"reason": row["reason"]}
    found = Finding(row["kind"], row["title"], row["subject"], "1", told, lon, lat, simulated=True)
    case = open_found(actor, found, now=timezone.now() - timedelta(minutes=row["minutes"]))
    for nth, step in enumerate(row.get("step", [])):
        person = User.objects.get(username=step["who"]).as_actor("demo")
        if "photo" in step:
            _photo(person, case, step["photo"], nth)
        else:
            VERBS[step["verb"]](person, case, step["note"])


def _photo(person: Any, case: Any, word: str, nth: int) -> None:
    """A drawn picture that says of itself that it is none."""
    from PIL import Image, ImageDraw

    from huanzhi.work.actions.evidence import Capture, attach_evidence
    from huanzhi.work.attachments.storage import arrive

    picture = Image.new("RGB", (640, 480), (176, 190, 180))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 300, 640, 480), fill=(128, 116, 82))
    pen.polygon([(300, 300), (320, 200), (350, 300)], fill=(196, 98, 43))
    pen.text((20, 20), f"DEMO {word} - drawn, not a photo", fill=(30, 30, 30), font_size=28)
    held = BytesIO()
    picture.save(held, "JPEG", quality=80)
    key = uuid5(NAMESPACE_URL, f"{case.number}/{nth}")
    attach_evidence(person, case, arrive([held.getvalue()]), f"{word.lower()}.jpg", Capture(key))
