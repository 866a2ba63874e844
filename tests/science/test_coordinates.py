"""GCJ-02 and BD-09: published pairs, and there and back anywhere in the country."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.science import coordinates
from huanzhi.science.coordinates import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_wgs84,
    geometry_to_wgs84,
    to_wgs84,
    wgs84_to_gcj02,
)

pytestmark = pytest.mark.pure
# longitude, latitude in WGS-84 and GCJ-02: the test pairs of eviltransform
PAIRS = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),  # coordtransform's
]
BAIDU = (116.404, 39.915), (116.39762729119315, 39.90865673957631)  # coordtransform's


@pytest.mark.parametrize(("wgs", "gcj"), PAIRS)
def test_published_pairs(wgs, gcj):
    assert wgs84_to_gcj02(*wgs) == pytest.approx(gcj, abs=1e-9)
    assert gcj02_to_wgs84(*gcj) == pytest.approx(wgs, abs=1e-9)


def test_the_published_pair_of_baidu():
    baidu, gcj = BAIDU
    assert bd09_to_gcj02(*baidu) == pytest.approx(gcj, abs=1e-9)
    assert bd09_to_wgs84(*baidu) == pytest.approx(gcj02_to_wgs84(*gcj), abs=1e-9)


@given(st.floats(74, 134.5), st.floats(18.5, 53.5))
def test_there_and_back(lon, lat):
    assert gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)
    shifted = wgs84_to_gcj02(lon, lat)
    assert 0 < abs(shifted[0] - lon) + abs(shifted[1] - lat) < 0.02  # never more than about a kilometre


@pytest.mark.parametrize("point", [(2.35, 48.85), (-74.0, 40.7), (153.0251, -27.4698)])
def test_abroad_nothing_is_shifted(point):
    assert wgs84_to_gcj02(*point) == gcj02_to_wgs84(*point) == point


def test_geometries_of_any_depth():
    ring = [list(gcj) for _wgs, gcj in PAIRS]
    moved = geometry_to_wgs84({"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]]]}, "gcj-02")
    assert moved["type"] == "MultiPolygon"
    assert moved["coordinates"][0][0][1] == pytest.approx(PAIRS[1][0], abs=1e-6)


def test_an_unknown_reference_is_named():
    with pytest.raises(ValueError, match="'beijing-54' is not one of wgs-84"):
        to_wgs84(125.3, 43.8, "beijing-54")
    assert set(coordinates.TO_WGS84) >= {"wgs-84", "cgcs2000", "gcj-02", "unstated"}
