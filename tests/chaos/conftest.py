"""A folder for a whole system: the database may run as another user, who has to get there."""

import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def home():
    """A new folder that anybody may enter, gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="huanzhi-chaos-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)
