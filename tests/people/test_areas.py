"""Boundaries come in whole; what is unsound is kept with its reason."""

import json

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import confirm_alias, import_areas, save_area, save_organisation
from huanzhi.people.models import Area
from huanzhi.people.queries import resolve
from huanzhi.science.coordinates import gcj02_to_wgs84

pytestmark = pytest.mark.django_db
SQUARE = [[[125.0, 43.0], [125.2, 43.0], [125.2, 43.2], [125.0, 43.2], [125.0, 43.0]]]
BOW = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]


def feature(code, coordinates=SQUARE, kind="Polygon", **facts):
    shape = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"code": code, "name": f"区{code}", **facts}, "geometry": shape}


def take(*features):
    content = json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
    return import_areas(SYSTEM("t"), content, "b.json", "gcj-02")


def test_a_real_boundary_replaces_a_schematic_one_and_stays():
    drawn = {
        "name": "区1",
        "level": "district",
        "geometry": {"type": "Polygon", "coordinates": BOW},
        "schematic": True,
    }
    save_area(SYSTEM("t"), "1", drawn)
    take(feature("1"))
    area = Area.objects.get(code="1")
    assert (area.schematic, area.crs, area.source) == (False, "wgs-84", "b.json")
    assert (area.given_crs, area.given_geometry["coordinates"]) == ("gcj-02", SQUARE)
    assert area.geometry["coordinates"][0][0] == pytest.approx(gcj02_to_wgs84(*SQUARE[0][0]), abs=1e-6)
    stored = area.geometry
    save_area(SYSTEM("t"), "1", drawn)  # loading the profile again does not put the drawing back
    area.refresh_from_db()
    assert area.geometry == stored


def test_a_child_finds_its_parent():
    take(feature("11", level="town", parent="1"), feature("1"))
    assert Area.objects.get(code="11").parent.code == "1"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (feature("", SQUARE), "code"),
        (feature("2", BOW), "geometry"),
        (feature("2", [125.0, 43.0], "Point"), "geometry"),
        (feature("2", [[[400.0, 0], [401.0, 0], [401.0, 1], [400.0, 0]]]), "geometry"),
        (feature("2", level="moon"), "level"),
        ({"type": "Feature", "properties": {"code": "2", "name": "x"}, "geometry": None}, "geometry"),
        ("not a feature", "code"),
    ],
)
def test_what_is_unsound_is_refused_and_kept(wrong, field):
    intake = take(feature("1"), wrong)
    assert (intake.rows_taken, intake.rows_refused) == (1, 1)
    row = intake.refused.get()
    assert (row.row, row.field) == (2, field)
    assert row.reason
    assert list(Area.objects.values_list("code", flat=True)) == ["1"]


@pytest.mark.parametrize("content", [b"", b"{}", b"%PDF-1.7", b"[1"])
def test_no_geojson_is_one_clear_error(content):
    with pytest.raises(ValueError, match="b.json"):
        import_areas(SYSTEM("t"), content, "b.json", "unstated")
    assert not Area.objects.exists()


def test_the_real_boundary_beside_the_checkout(shared):
    file = shared / "data" / "registers" / "220104_chaoyang_boundary.json"
    intake = import_areas(SYSTEM("t"), file.read_bytes(), file.name, "gcj-02")
    assert (intake.rows_taken, intake.rows_refused) == (1, 0)
    assert Area.objects.get().code == "220104"


def test_names_resolve_exactly_or_by_a_confirmed_alias():
    body = save_organisation(SYSTEM("t"), "D1", {"name": "区执法局"})
    assert resolve("区执法局") == body
    assert resolve("执法局") is None
    confirm_alias(SYSTEM("t"), "区综合执法局", body, "a person")
    assert resolve("区综合执法局") == body
