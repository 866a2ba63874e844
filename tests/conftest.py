"""What every test may lean on."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents and data beside the checkout; what needs them says so when they are not there."""
    place = REPOSITORY.parent / "shared"
    if not (place / "plan").is_dir():
        pytest.skip("needs the real plan and data in ../shared, which are not here")
    return place
