"""A lake of its own for every test."""

import pytest


@pytest.fixture(autouse=True)
def own_lake(settings, tmp_path):
    settings.LAKE = tmp_path / "lake"
    return settings.LAKE
