"""能源消费 Energy used in a year, by kind: what was burned, bought from the grid, or made without burning."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class Energy(models.TextChoices):
    """Fuels have the codes of the default factors (CO2-2022); a test holds them equal."""

    ANTHRACITE = "anthracite", _("anthracite (t)")
    BITUMINOUS = "bituminous", _("bituminous coal (t)")
    LIGNITE = "lignite", _("lignite (t)")
    CLEANED = "cleaned_coal", _("cleaned coal (t)")
    WASHED = "other_washed_coal", _("other washed coal (t)")
    BRIQUETTES = "briquettes", _("briquettes (t)")
    COKE = "coke", _("coke (t)")
    CRUDE = "crude_oil", _("crude oil (t)")
    FUEL_OIL = "fuel_oil", _("fuel oil (t)")
    PETROL = "petrol", _("petrol (t)")
    DIESEL = "diesel", _("diesel (t)")
    KEROSENE = "kerosene", _("kerosene (t)")
    LPG = "lpg", _("liquefied petroleum gas (t)")
    LNG = "lng", _("liquefied natural gas (t)")
    NATURAL_GAS = "natural_gas", _("natural gas (10,000 m³)")
    COKE_GAS = "coke_oven_gas", _("coke oven gas (10,000 m³)")
    BLAST_GAS = "blast_furnace_gas", _("blast furnace gas (10,000 m³)")
    POWER_IN = "power_in", _("power from outside, fossil (10,000 kWh)")
    POWER_IN_CLEAN = "power_in_clean", _("power from outside, non-fossil (10,000 kWh)")
    HEAT_IN = "heat_in", _("heat from outside (GJ)")
    POWER_CLEAN = "power_clean", _("water, wind, solar, nuclear power (10,000 kWh)")
    OTHER_CLEAN = "other_clean", _("biomass and other non-fossil (t of standard coal)")


class EnergyUse(Record):
    """One kind of energy of one year."""

    account = models.ForeignKey(
        "carbon.YearAccount", models.PROTECT, related_name="uses", verbose_name=_("account")
    )
    energy = models.CharField(_("kind of energy"), max_length=20, choices=Energy)
    amount = models.DecimalField(_("amount, in the unit of its kind"), max_digits=15, decimal_places=3)
    feedstock = models.DecimalField(_("of it not burned"), max_digits=15, decimal_places=3, default=0)
    sector = models.CharField(_("sector"), max_length=60, blank=True)
    document = models.CharField(_("where it stands"), max_length=120, blank=True)

    class Meta:
        app_label = "carbon"
        verbose_name = _("energy used")
        verbose_name_plural = _("energy used by year and kind")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(feedstock__gte=0, feedstock__lte=models.F("amount")),
                name="feedstock_of_amount",
            )
        ]


register = add(
    Register(
        model=EnergyUse,
        columns=["code", "name", "account", "energy", "amount", "feedstock", "sector"],
        fields=["code", "name", "account", "energy", "amount", "feedstock", "sector", "document"],
        filters={"name": ["icontains"], "account": ["exact"], "energy": ["exact"]},
    )
)
