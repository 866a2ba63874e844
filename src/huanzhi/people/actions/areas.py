"""Verbs of areas: a cell of the grid, boundaries from a file."""

import hashlib
from typing import Any

from django.forms.models import model_to_dict

from huanzhi.kit.models import Intake, RefusedRow
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.actions.saving import save_by_code
from huanzhi.people.area import Reference
from huanzhi.people.boundaries import read_areas
from huanzhi.people.models import Area
from huanzhi.science.coordinates import geometry_to_wgs84


@verb("people.save-area")
def save_area(actor: Actor, code: str, values: dict[str, Any]) -> Area:
    """Make or change an area; `parent` is a code. An imported boundary is not put back to a schematic one.

    A boundary in GCJ-02 is stored in WGS 84, and as it was given beside that.
    """
    values = dict(values)
    held = Area.objects.filter(code=code).first()
    if held is not None and held.geometry and not held.schematic and values.get("schematic"):
        for name in ("geometry", "schematic", "source"):
            values.pop(name, None)
    if parent := values.get("parent"):
        values["parent"] = Area.objects.get(code=parent)
    return save_by_code(Area, code, _in_wgs84(values))


def _in_wgs84(values: dict[str, Any]) -> dict[str, Any]:
    """The values with a boundary in GCJ-02 converted, and what was given kept beside it."""
    geometry, crs = values.get("geometry"), values.get("crs")
    if not geometry:
        return values
    given = {"given_geometry": None, "given_crs": ""}
    if crs == Reference.GCJ02:
        given = {"given_geometry": geometry, "given_crs": crs}
        geometry, crs = geometry_to_wgs84(geometry, crs), Reference.WGS84
    return values | {"geometry": geometry, "crs": crs or Reference.UNSTATED} | given


@verb("people.import-areas")
def import_areas(actor: Actor, content: bytes, file_name: str, crs: str) -> Intake:
    """Take boundaries in: sound features become areas or replace a schematic outline, the others are kept."""
    features, refused = read_areas(content, file_name)
    intake = Intake.objects.create(
        format="areas",
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows_total=len(features) + len(refused),
        rows_taken=len(features),
        rows_refused=len(refused),
        actor_name=actor.name,
    )
    for row in refused:
        row.intake = intake
    RefusedRow.objects.bulk_create(refused)
    for feature in sorted(features, key=lambda one: len(one["code"])):
        values = {key: feature[key] for key in ("name", "level", "geometry")}
        if Area.objects.filter(code=feature["parent"]).exists():
            values["parent"] = feature["parent"]
        save_area(actor, feature["code"], {**values, "crs": crs, "schematic": False, "source": file_name})
    record(intake, after=model_to_dict(intake))
    return intake
