"""Every page of the desk with an address that the demonstration has."""

from datetime import date, timedelta

from huanzhi.science.shanghai import OFFSET


def addresses(demo) -> dict[str, str]:
    """Page by name; the proof goes down to a station's hours."""
    day: date = demo.day
    down = f"/desk/indicators/1/proof/{day}"
    from huanzhi.kit.models import Intake
    from huanzhi.people.models import Area
    from huanzhi.plan.models import Question, Task

    named = Task.objects.filter(roles__organisation=demo.body)
    task = named.exclude(roles__organisation__name="区住建局").first()  # the other liaison has no part in it
    ask = Question.objects.order_by("pk")
    return {
        "portal": "/",
        "portal-ledger": "/portal/ledger/",
        "cockpit": f"/desk/?year={demo.year}",
        "indicators": f"/desk/indicators/?year={demo.year}",
        "indicator-mean": f"/desk/indicators/1/?year={demo.year}",
        "indicator-share": f"/desk/indicators/2/?year={demo.year}",
        "indicator-count": f"/desk/indicators/3/?year={demo.year}",
        "indicator-without-figure": "/desk/indicators/7/",
        "proof": f"/desk/indicators/1/proof/?year={demo.year}",
        "proof-day": f"{down}/?year={demo.year}",
        "proof-hours": f"{down}/1121A/?year={demo.year}",
        "figures": f"/desk/figures/?year={demo.year}",
        "figure-mean": f"/desk/figures/pm2_5_mean/?year={demo.year}",
        "figure-what-if": f"/desk/figures/pm2_5_mean/?year={demo.year}&leave=1121A",
        "figure-members": f"/desk/figures/water_section_share/?year={demo.year}",
        "figure-stated": f"/desk/figures/stated_forest_cover/?year={demo.year}",
        "figure-proof": f"/desk/figures/water_section_share/proof/?year={demo.year}",
        "outline": "/desk/plan/",
        "projects": "/desk/works/",
        "tasks": "/desk/tasks/",
        "task": f"/desk/tasks/{task.code}/",
        "departments": "/desk/departments/",
        "department": f"/desk/departments/{demo.body.code}/",
        "grid": "/desk/grid/",
        "cell": f"/desk/grid/{Area.objects.filter(level='district').first().code}/",
        "account": "/account/",
        "password": "/account/password/",
        "second-step": "/account/second-step/",
        "sign-ins": "/sign-ins/",
        "questions": "/desk/questions/",
        "question": f"/desk/questions/{ask.first().pk}/",
        "cases": "/desk/cases/",
        "case": f"/desk/cases/{demo.case.number}/",
        "field": "/desk/field/",
        "field-map": "/desk/field/map/",
        "field-waiting": "/desk/field/waiting/",
        "field-case": f"/desk/field/cases/{demo.case.number}/",
        **duties(),
        "notices": "/desk/notices/",
        "notice-settings": "/desk/notices/settings/",
        "air": "/desk/air/",
        "station": f"/desk/air/1121A/?day={day}",
        "intakes": "/desk/intakes/",
        "intake": f"/desk/intakes/{Intake.objects.first().pk}/",
        "ledger": "/desk/ledger/?check=1",
        "ledger-entry": "/desk/ledger/2/",
        "search": "/desk/find/?q=水",
        **instruments(demo.told),
        "registers": "/registers/",
        "register": "/registers/point/",
        "record": "/registers/point/records/1121A/",
        "api": "/api/registers/point/",
    }


def duties() -> dict[str, str]:
    """The due list, its month, a duty of the bureau, and the page of the feed."""
    from huanzhi.work.models import Obligation

    shared = Obligation.objects.filter(rule="device-maintenance").order_by("due_on").first()
    return {
        "duties": "/desk/duties/",
        "duty-month": f"/desk/duties/month/?month={shared.due_on:%Y-%m}",
        "duty": f"/desk/duties/{shared.pk}/",
        "duty-feed": "/desk/duties/feed/",
    }


def instruments(told) -> dict[str, str]:
    """Pages of instruments and outlets, with those of the story."""
    at = told.hour.astimezone(OFFSET)
    return {
        "devices": "/desk/devices/",
        "device": f"/desk/devices/{told.device.code}/",
        "device-day": f"/desk/devices/{told.device.code}/?day={(at - timedelta(hours=1)).date()}",
        "device-silent": f"/desk/devices/{told.silent.code}/",
        "device-unheard": f"/desk/devices/{told.mute.code}/",
        "point": f"/desk/points/{told.point.code}/",
        "hour": f"/desk/points/{told.point.code}/hours/w01018/{at:%Y%m%dT%H}/",
        "frames": "/desk/frames/",
        "frames-of-a-day": f"/desk/frames/?mn={told.device.code}&day={at.date()}",
        "frame": f"/desk/frames/{told.supplement[0]}/",
        "frame-refused": f"/desk/frames/{told.refused['password']}/",
        "quarantine": "/desk/quarantine/",
        "quarantine-group": f"/desk/quarantine/?mn={told.device.code}&kind=password&state=all",
        "episodes": "/desk/episodes/?state=all",
        "suspicions": "/desk/suspicions/",
    }
