"""The registers of water."""

from huanzhi.packs.water.drinking_source import DrinkingSource
from huanzhi.packs.water.groundwater_point import GroundwaterPoint
from huanzhi.packs.water.sewage_village import SewageVillage

__all__ = ["DrinkingSource", "GroundwaterPoint", "SewageVillage"]
