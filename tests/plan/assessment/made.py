"""Small plain inputs for the pure scoring, as a test writes them by hand."""

from huanzhi.plan.assessment.editions import edition

RULES = edition("2026-1")
STRICT = edition("2026-1-strict")


def indicator(no=1, value=33_000, **over):
    """A mean that must fall from 42 to 30, with a whole year of 365 valid days."""
    figure = {
        "year": 2023,
        "whole": True,
        "value_e3": value,
        "over": "days",
        "valid": 365,
        "parts": 365,
        "needed": 324,
    }
    figure |= over.pop("figure", {})
    return {
        "no": no, "binding": True, "comparator": "<=", "target_e3": 30_000, "baseline_e3": 42_000,
        "year_targets": {}, "owners": ["A"], "lacks": "readings", "finding": None,
        "figures": [] if value is None else [figure],
    } | over  # fmt: skip


def task(code="T001", state="done", *roles, **over):
    """A task that was reported by the cut-off, with a piece of evidence."""
    roles = [list(role) for role in roles] or [["A", "responsible"]]
    known = "never" if state == "unreported" else "cut-off"
    return {"code": code, "state": state, "known": known, "asked": 1, "evidence": 1, "roles": roles} | over


def inputs(kind="mid-term", year=2023, **rows):
    """The whole of it; rows that are not named are none."""
    period = {"kind": kind, "year": year, "first_year": 2021, "last_year": 2025}
    names = ("indicators", "tasks", "works", "rounds", "rectification")
    empty: dict = {name: [] for name in names}
    bodies = [{"code": code} for code in rows.pop("bodies", ("A", "B"))]
    return period | empty | rows | {"organisations": bodies}
