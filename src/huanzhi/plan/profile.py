"""A district's profile: a folder of data that starts a district; what is there already is left as it is."""

import json
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from huanzhi.ledger.verbs import Actor
from huanzhi.measures.actions import define_member_set
from huanzhi.monitoring.actions import define_point_set, save_point
from huanzhi.monitoring.models import Point
from huanzhi.people.actions import confirm_alias, save_area, save_organisation
from huanzhi.plan.actions import import_plan
from huanzhi.plan.actions.assigning import keep_readings
from huanzhi.plan.actions.rectification import take_rounds
from huanzhi.plan.actions.works import take_works
from huanzhi.plan.instruments import load_devices

DEVICES = "devices.toml"
SECTIONS = "sections.toml"
READINGS = "readings.toml"
WORKS = "works.toml"
RECTIFICATION = "rectification.toml"
PROFILES = Path(__file__).parent / "profiles"


def folder(name: str) -> Path:
    """The folder of a profile; LookupError names those there are."""
    place = PROFILES / name
    if not (place / "plan.json").exists():
        there = sorted(path.parent.name for path in PROFILES.glob("*/plan.json"))
        raise LookupError(f"no profile {name!r}; there are: {', '.join(there)}")
    return place


def demonstration() -> str:
    """The first shipped profile that a district can be simulated from."""
    found = sorted(path.parent.name for path in PROFILES.glob("*/simulation.toml"))
    if not found:
        raise LookupError("no profile with a simulation.toml")
    return found[0]


def table(place: Path, name: str) -> dict[str, Any]:
    """One data file of a profile."""
    text = (place / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else tomllib.loads(text)


def load_profile(actor: Actor, name: str) -> Iterator[str]:
    """Load a profile, saying what was done. Parts of it that are there already are not touched."""
    place = folder(name)
    bodies = table(place, "organisations.toml")
    by_name = {}
    for at, row in enumerate(bodies["organisation"], 1):
        values = {
            "name": row["name"],
            "full_name": row.get("full_name", ""),
            "kind": row.get("kind", "department"),
        }
        by_name[row["name"]] = save_organisation(actor, row["code"], {**values, "sort_key": at * 10})
        for alias in row.get("aliases", []):
            confirm_alias(actor, alias, by_name[row["name"]], bodies["source"])
    yield f"{len(by_name)} organisations"
    areas = table(place, "areas.json")
    for feature in areas["features"]:
        facts = feature["properties"]
        values = {"name": facts["name"], "level": facts["level"], "geometry": feature["geometry"]}
        values |= {"schematic": True, "source": areas["source"], "parent": facts.get("parent")}
        save_area(actor, facts["code"], values)
    yield f"{len(areas['features'])} areas (schematic outlines)"
    stations = table(place, "points.toml")
    shared = {key: stations[key] for key in ("kind", "medium", "crs", "source")}
    for row in stations["point"]:
        if not Point.objects.filter(code=row["code"]).exists():
            save_point(actor, row["code"], {**shared, **_position(row)})
    for row in stations["set"]:
        define_point_set(
            actor, row["code"], row["name"], row["points"], row["valid_from"], note=row.get("note", "")
        )
    yield f"{len(stations['point'])} points in {len(stations['set'])} sets"
    if (place / SECTIONS).exists():
        yield define_sets(actor, table(place, SECTIONS), SECTIONS)
    if (place / DEVICES).exists():
        yield from load_devices(actor, table(place, DEVICES))
    plan = table(place, "plan.json")
    document = import_plan(actor, plan, file_name=f"{name}/plan.json")
    yield f"{document.title}: {document.indicators.count()} indicators, {document.tasks.count()} tasks"
    if (place / READINGS).exists():
        kept = keep_readings(actor, document, table(place, READINGS)["reading"])
        yield f"{len(kept)} readings of printed values"
    if (place / WORKS).exists():
        take_works(actor, document, table(place, WORKS))
        yield f"{document.projects.count()} works"
    if (place / RECTIFICATION).exists():
        yield f"{take_rounds(actor, table(place, RECTIFICATION)['round'])} rounds of inspection"


def define_sets(actor: Actor, said: dict[str, Any], file: str) -> str:
    """Which things figures count, in versions; ValueError names the file, the set and the field that is missing."""
    for number, row in enumerate(said.get("set", []), 1):
        if missing := [name for name in ("code", "name", "valid_from", "members") if name not in row]:
            raise ValueError(f"{file}, set {number}: {', '.join(missing)} missing")
        source, until = row.get("source", said.get("source", "")), row.get("valid_until")
        define_member_set(actor, row["code"], row["name"], row["members"], row["valid_from"], source, until)
    return f"{len(said.get('set', []))} versions of sets"


def _position(row: dict[str, Any]) -> dict[str, Any]:
    """Name and position, the position exact."""
    return {"name": row["name"], "lon": Decimal(str(row["lon"])), "lat": Decimal(str(row["lat"]))}
