"""An inspection of the demonstration: items on their way, letters; invented, and marked so."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

RECTIFICATION = "demo-rectification.toml"


def load_rectification(actor: Any, said: dict[str, Any]) -> None:
    """Once: where the invented round stands already nothing is added."""
    from django.utils import timezone

    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import Organisation, User
    from huanzhi.plan.actions.rectification import save_inspection_round
    from huanzhi.plan.models import InspectionRound

    round_ = said["round"]
    if InspectionRound.objects.filter(code=round_["code"]).exists():
        return
    for row in said["person"]:
        if not User.objects.filter(username=row["username"]).exists():
            user = create_user(actor, row["username"], row["name"], demo=True)
            grant(actor, user, Organisation.objects.get(name=row["organisation"]), row["role"])
    save_inspection_round(actor, round_["code"], round_, simulated=True)
    people = {user.username: user.as_actor("demo") for user in User.objects.filter(is_active=True)}
    codes = dict(Organisation.objects.values_list("name", "code"))
    now = timezone.now()
    for row in said["item"]:
        item = _item(actor, row, round_["code"], codes, now)
        for nth, step in enumerate(row.get("step", [])):
            item = _step(people[step["who"]], item, step, nth, now)
    for row in said["letter"]:
        _letter(actor, row, round_["code"], codes, now)


def _item(actor: Any, row: dict[str, Any], round_: str, codes: dict[str, str], now: datetime) -> Any:
    from django.utils import timezone

    from huanzhi.kit.actions import save_record
    from huanzhi.kit.register import find

    day = timezone.localdate(now) + timedelta(days=row["deadline"])
    values = {**row, "round": round_, "lead": codes[row["lead"]], "deadline": day.isoformat()}
    return save_record(actor, find("rectificationitem"), values, simulated=True)


def _letter(actor: Any, row: dict[str, Any], round_: str, codes: dict[str, str], now: datetime) -> None:
    from django.utils import timezone

    from huanzhi.kit.actions import save_record
    from huanzhi.kit.register import find

    today = timezone.localdate(now)
    values = {**row, "round": round_, "organisation": codes[row["organisation"]]}
    values["received_on"] = (today - timedelta(days=row["days"])).isoformat()
    if "closed" in row:
        values["closed_on"] = (today - timedelta(days=row["closed"])).isoformat()
    save_record(actor, find("inspectionletter"), values, simulated=True)


def _step(person: Any, item: Any, step: dict[str, Any], nth: int, now: datetime) -> Any:
    from huanzhi.plan.actions.rectification import (
        check_close,
        propose_close,
        publish_close,
        take_item,
        write_off,
    )

    at, text = now - timedelta(days=step["days"]), step.get("text", "")
    shown: Any = _photo(step["photo"], f"{item.code}/{nth}") if "photo" in step else None
    if step["verb"] == "take-item":
        return take_item(person, item, now=at)
    if step["verb"] == "propose-close":
        return propose_close(person, item, text, shown, now=at)
    if step["verb"] == "publish-close":
        return publish_close(person, item, text, now=at)
    if step["verb"] == "write-off":
        return write_off(person, item, text, now=at)
    return check_close(person, item, step["verb"] == "pass", text, shown, now=at)


def _photo(word: str, key: str) -> Any:
    """A drawn picture that says of itself that it is none."""
    from PIL import Image, ImageDraw

    from huanzhi.plan.actions.rectification.closing import Shown
    from huanzhi.work.attachments.storage import arrive

    picture = Image.new("RGB", (480, 360), (176, 190, 180))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 240, 480, 360), fill=(128, 116, 82))
    pen.text((20, 20), f"DEMO {word} {key} - drawn, not a photo", fill=(30, 30, 30), font_size=18)
    held = BytesIO()
    picture.save(held, "JPEG", quality=75)
    return Shown(arrive([held.getvalue()]), f"{word.lower()}.jpg", uuid5(NAMESPACE_URL, f"item/{key}"))
