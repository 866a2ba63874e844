"""点名: the devices of the list in words, and how one of them stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huanzhi.desk.instruments.words import lasting
from huanzhi.monitoring.device_queries import Account, Row, permille
from huanzhi.monitoring.models import Device, Episode

STATES = ("offline", "unheard", "online")  # trouble first
SHARES = ("online", "transmission", "validity", "effective")


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Trouble first, then by name."""
    return sorted(rows, key=lambda row: (STATES.index(row.state), row.device.name, row.device.code))


def sentence(rows: Sequence[Row], now: datetime) -> str:
    """How many there are, how many are on line, who is not and for how long."""
    count = {state: sum(row.state == state for row in rows) for state in STATES}
    words = [_("%(n)s on line") % {"n": count["online"]}]
    silent = [now - row.since for row in rows if row.since]
    if len(silent) == 1:
        words.append(_("1 off line for %(span)s") % {"span": lasting(silent[0])})
    elif silent:
        words.append(
            _("%(n)s off line, the longest for %(span)s") % {"n": len(silent), "span": lasting(max(silent))}
        )
    if count["unheard"]:
        words.append(_("%(n)s never spoke") % {"n": count["unheard"]})
    total = ngettext("%(n)s device", "%(n)s devices", len(rows)) % {"n": len(rows)}
    return _("%(total)s: %(parts)s.") % {"total": total, "parts": _(", ").join(words)}


def states(user: Any, devices: Sequence[Device]) -> list[tuple[Device, str, datetime | None]]:
    """Each of some devices with whether it is on line, and since when not; their contacts are read with them."""
    open_ = Episode.objects.visible_to(user).filter(
        kind=Episode.Kind.OFFLINE, end=None, device__in=list(devices)
    )
    silent = dict(open_.values_list("device_id", "onset"))
    found = []
    for one in devices:
        since = silent.get(one.pk)
        heard = getattr(one, "contact", None) is not None
        found.append((one, "unheard" if not heard else "offline" if since else "online", since))
    return found


def rated(account: Account) -> dict[str, Any]:
    """The rates of a device for the page: days and months newest first, and what the chart is drawn from."""
    days = [one for one in account.days if any(one.counts.values())]
    return {"days": days[::-1], "months": account.months[::-1], "chart": _chart(account)}


def _chart(account: Account) -> dict[str, Any] | None:
    shares = [(f"{one.day:%m-%d}", permille(one.effective)) for one in account.days]
    points = [(day, share / 10) for day, share in shares if share is not None]
    if len(points) < 2:
        return None
    name = _("valid transmission rate")
    return {
        "kind": "bars",
        "label": _("%(name)s by day") % {"name": name},
        "unit": "%",
        "decimals": 1,
        "zero": True,
        "series": [{"name": name, "role": "ours", "points": points}],
    }
