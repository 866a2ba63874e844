"""The demonstration with an outlet whose line was down for an hour."""

from types import SimpleNamespace

import pytest
from tests.desk.story import tell


@pytest.fixture
def demo(demo):
    """The demonstration and the story of an outlet in it."""
    return SimpleNamespace(**vars(demo), told=tell())
