"""The registers of soil."""

from huanzhi.packs.soil.construction_plot import ConstructionPlot
from huanzhi.packs.soil.farmland_plot import FarmlandPlot

__all__ = ["ConstructionPlot", "FarmlandPlot"]
