"""The registers of carbon and energy."""

from huanzhi.packs.carbon.energy_use import EnergyUse
from huanzhi.packs.carbon.year_account import YearAccount

__all__ = ["EnergyUse", "YearAccount"]
