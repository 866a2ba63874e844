"""A point finds its cell, whoever answers for it, and the chain above."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.conftest import square

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import appoint, save_area
from huanzhi.people.models import Area
from huanzhi.people.queries import locate
from huanzhi.science.coordinates import wgs84_to_gcj02

pytestmark = pytest.mark.django_db
ALL = SYSTEM("t")


@pytest.mark.parametrize(
    ("point", "chain"),
    [
        ((125.05, 43.05), ["1111", "111", "11", "1"]),
        ((125.15, 43.05), ["111", "11", "1"]),
        ((125.25, 43.05), ["112", "11", "1"]),
        ((125.45, 43.45), ["11", "1"]),
        ((125.9, 43.9), ["1"]),
        ((126.5, 43.5), []),
        ((125.1, 43.1), ["1111", "111", "11", "1"]),  # a corner belongs to the smallest cell that touches it
    ],
)
def test_the_smallest_cell_and_the_chain_above(cells, point, chain):
    place = locate(*point)
    assert [area.code for area in place.chain] == chain
    assert (place.cell.code if place.cell else None) == (chain[0] if chain else None)


def test_the_member_comes_with_it(cells, persons):
    appoint(ALL, cells["111"], persons.an, date(2020, 1, 1))
    place = locate(125.05, 43.05)
    assert (place.cell.code, place.member.user, place.member.area.code) == ("1111", persons.an, "111")
    assert [area.code for area in place.member.vacant] == ["1111"]


def test_a_point_of_a_chinese_map(cells):
    lon, lat = wgs84_to_gcj02(125.2005, 43.05)  # just inside 112, shown further east
    assert locate(lon, lat, crs="gcj-02").cell.code == "112"
    west = wgs84_to_gcj02(125.1995, 43.05)
    assert locate(*west, crs="gcj-02").cell.code == "111"
    assert locate(*west, crs="wgs-84").cell.code == "112"  # half a kilometre off when taken for another


def test_changes_are_found_at_once(cells):
    assert locate(125.3, 43.3).cell.code == "11"
    save_area(
        ALL, "113", {"name": "新", "level": "village", "parent": "11", "geometry": square(125.25, 43.25, 0.1)}
    )
    assert locate(125.3, 43.3).cell.code == "113"
    save_area(ALL, "113", {"geometry": square(125.4, 43.4, 0.05)})
    assert locate(125.3, 43.3).cell.code == "11"
    assert locate(125.42, 43.42).cell.code == "113"


def test_cells_count_while_they_are_valid(cells):
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    save_area(ALL, "1111", {"valid_until": yesterday})
    assert locate(125.05, 43.05).cell.code == "111"


def test_a_boundary_saved_in_gcj02_by_other_ways_is_still_found(cells):
    ring = [list(wgs84_to_gcj02(*point)) for point in square(125.6, 43.6, 0.1)["coordinates"][0]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    Area(code="2", name="x", level="village", geometry=outline, crs="gcj-02").save()
    assert locate(125.6005, 43.65).cell.code == "2"
    assert locate(125.5995, 43.65).cell.code == "1"


def test_few_queries(cells, persons):
    appoint(ALL, cells["1111"], persons.an, date(2020, 1, 1))
    locate(125.05, 43.05)
    with CaptureQueriesContext(connection) as asked:
        locate(125.05, 43.05)
    assert len(asked) == 3  # has an area changed, posts, substitutions


@pytest.mark.parametrize(
    ("lon", "lat", "crs"), [(125, 91, "wgs-84"), (float("nan"), 0, "wgs-84"), (125, 43, "x")]
)
def test_what_is_no_point_is_refused(cells, lon, lat, crs):
    with pytest.raises(ValueError):
        locate(lon, lat, crs=crs)
