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
        "member-sets": "/desk/figures/sets/",
        "figure-stated": f"/desk/figures/stated_forest_cover/?year={demo.year}",
        "figure-proof": f"/desk/figures/water_section_share/proof/?year={demo.year}",
        "outline": "/desk/plan/",
        **works(demo.body),
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
        **coordinated(),
        **rounds(demo.body),
        **rectified(),
        **assessed(),
        **planned(demo.body),
        "reports": "/desk/reports/",
        "portal-verify": "/portal/verify/",
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


def works(body) -> dict[str, str]:
    """The list of works, a work of the bureau with stages and money, the fund ledger, the dates."""
    from huanzhi.plan.models import Project

    work = Project.objects.filter(owner=body, simulated=True).first()
    page = f"/desk/works/{work.code}/"
    return {
        "projects": "/desk/works/",
        "projects-late": "/desk/works/?only=late",
        "project": page,
        "funds": "/desk/works/money/",
        "funds-of-a-year": "/desk/works/money/?of=2023",
        "milestones": "/desk/works/dates/",
    }


def rounds(body) -> dict[str, str]:
    """Rounds: their list, one that runs and one that is closed, the bureau's sheet, one of its answers."""
    from huanzhi.plan.models import Asked, Round

    running, closed = Round.objects.get(closed_at=None), Round.objects.exclude(closed_at=None).get()
    own = Asked.objects.filter(round=running, organisation=body)
    return {
        "rounds": "/desk/rounds/",
        "round": f"/desk/rounds/{running.pk}/",
        "round-closed": f"/desk/rounds/{closed.pk}/",
        "round-sheet": f"/desk/rounds/{running.pk}/mine/",
        "round-asked": f"/desk/rounds/asked/{own.exclude(state='waiting').first().pk}/",
    }


def coordinated() -> dict[str, str]:
    """Problems and meetings: a problem of the bureau, the meeting that was held."""
    from huanzhi.plan.models import Meeting, Problem

    page = f"/desk/coordination/{Problem.objects.get(origin='task:T015').pk}/"
    return {
        "problems": "/desk/coordination/",
        "problem-new": "/desk/coordination/raise/?origin=indicator:3",
        "problem": page,
        "meetings": "/desk/coordination/meetings/",
        "meeting": f"/desk/coordination/meetings/{Meeting.objects.get(state='held').pk}/",
    }


def rectified() -> dict[str, str]:
    """Rounds of inspection, items as list and board, an item of the bureau, letters, closings for comments."""
    return {
        "rectification": "/desk/rectification/",
        "rectification-items": "/desk/rectification/items/",
        "rectification-board": "/desk/rectification/items/?view=board",
        "rectification-item": "/desk/rectification/items/S1-05/",
        "inspection-letters": "/desk/rectification/letters/",
        "portal-closings": "/portal/closings/",
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


def assessed() -> dict[str, str]:
    """The mid-term evaluation in its ways."""
    from huanzhi.plan.models import Assessment

    here = f"/desk/assessments/{Assessment.objects.get().pk}/"
    return {
        "assessments": "/desk/assessments/",
        "assessment": here,
        "assessment-self": f"{here}self/",
        "assessment-replay": f"{here}replay/",
        "assessment-today": f"{here}today/",
        "assessment-talks": f"{here}talks/",
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


def planned(body) -> dict[str, str]:
    """The year in force with an item and the list of the bureau, the one in negotiation, both versions, the plans."""
    from huanzhi.plan.models import AnnualPlan

    plan, talked = AnnualPlan.objects.get(state="in-force"), AnnualPlan.objects.get(state="negotiating")
    item = plan.items.filter(parts__organisation=body, about__startswith="task:")
    item = item.exclude(parts__organisation__name="区住建局").first()
    return {
        "annual-plans": "/desk/years/",
        "annual-plan": f"/desk/years/{plan.pk}/",
        "annual-item": f"/desk/years/{plan.pk}/items/{item.pk}/",
        "annual-negotiation": f"/desk/years/{talked.pk}/negotiation/",
        "duty-list": f"/desk/years/{plan.pk}/lists/{body.code}/",
        "plans": "/desk/plans/",
        "plans-compare": "/desk/plans/compare/",
        "amendments": "/desk/amendments/",
    }
