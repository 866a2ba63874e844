"""The registers of ecological space."""

from huanzhi.packs.space.forest_area import ForestArea
from huanzhi.packs.space.red_line import RedLineArea

__all__ = ["ForestArea", "RedLineArea"]
