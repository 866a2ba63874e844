"""What the field pages' script says, in the reader's language; and the clock in words."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huanzhi.work.models import State


def words() -> dict[str, str]:
    """The script's words; places in braces are filled by it."""
    return {
        "offline": _("No signal. Go on recording: everything is kept on this phone and sent later."),
        "sending": _("Waiting to be sent; it goes by itself."),
        "some_refused": _("Something was refused: see why under “To send”."),
        "sign_in_again": _("You have been signed out. Nothing is lost: sign in and it will be sent."),
        "sign_in": _("Sign in"),
        "other_person": _("Somebody else is signed in now. Your records wait for you to sign in."),
        "others_wait": _("{n} records of another person wait on this phone for that person to sign in."),
        "count": _("{n} to send"),
        "waiting": _("waiting to be sent"),
        "sent": _("has arrived"),
        "refused": _("not accepted"),
        "refused_because": _("Refused: "),
        "too_large": _("the file is larger than the site takes"),
        "again": _("Send again"),
        "save_file": _("Save the file"),
        "discard": _("Discard"),
        "discard_sure": _("Discard this record? It exists nowhere else."),
        "not_kept": _("This phone could not keep it; it is still here, try again."),
        **clock_words(),
        **{f"state_{value}": str(label) for value, label in State.choices},
    }


def clock_words() -> dict[str, str]:
    """What is left of a clock."""
    return {
        "left_day": _("1 day left"),
        "left_days": _("{days} days left"),
        "left_hours": _("{hours} h {minutes} min left"),
        "left_minutes": _("{minutes} min left"),
        "late_day": _("1 day late"),
        "late_days": _("{days} days late"),
        "late_hours": _("{hours} h {minutes} min late"),
        "late_minutes": _("{minutes} min late"),
    }


def left(due: datetime, now: datetime) -> str:
    """What is left until then, as the script says it again every half minute."""
    span = abs(due - now) // timedelta(minutes=1)
    side = "late" if due < now else "left"
    days, hours, minutes = span // 1440, span // 60 % 24, span % 60
    name = "days" if days > 1 else "day" if days else "hours" if hours else "minutes"
    return clock_words()[f"{side}_{name}"].format(days=days, hours=hours, minutes=minutes)


def lacking_words(count: int) -> str:
    """How many photos or files are wanting."""
    return _("photos or files still wanting: %(n)s") % {"n": count}
