"""The balance of a year: each kind of energy in standard coal and carbon dioxide, and why it cannot be said."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from huanzhi.packs.carbon.energy_use import Energy, EnergyUse
from huanzhi.packs.carbon.year_account import State, YearAccount
from huanzhi.standards import carbon, standard_coal

CLEAN = {Energy.POWER_IN_CLEAN, Energy.POWER_CLEAN, Energy.OTHER_CLEAN}
POWER = {Energy.POWER_IN, Energy.POWER_IN_CLEAN, Energy.POWER_CLEAN}
KWH = 10  # a thousandth of 10,000 kWh
NONE, OPEN = gettext_noop("no account of the year"), gettext_noop("the account is not complete")
NO_GDP = gettext_noop("no GDP at constant prices")
NO_COAL = gettext_noop("what a kWh counts as is missing")
NO_GRID = gettext_noop("the grid's factor of the year is missing")
NO_HEAT = gettext_noop("heat from outside has no factor for carbon dioxide here")


@dataclass(frozen=True)
class Line:
    """One kind of energy: kilograms of standard coal and of carbon dioxide (None: cannot be said)."""

    use: EnergyUse
    coal: int
    carbon: int | None

    @property
    def clean(self) -> bool:
        """Whether it is not fossil."""
        return self.use.energy in CLEAN


@dataclass(frozen=True)
class Balance:
    """A year's lines; `lacks` says why nothing can be made of them."""

    year: int
    account: YearAccount | None
    lines: tuple[Line, ...]
    lacks: str = ""

    @property
    def coal(self) -> int:
        """Kilograms of standard coal."""
        return sum(line.coal for line in self.lines)

    @property
    def carbon(self) -> int | None:
        """Kilograms of carbon dioxide; None when a line has none."""
        said = [line.carbon for line in self.lines]
        return None if None in said else sum(value or 0 for value in said)

    @property
    def carbon_lacks(self) -> str:
        """Why the carbon dioxide cannot be said."""
        wrong = next((line.use.energy for line in self.lines if line.carbon is None), "")
        return NO_HEAT if wrong == Energy.HEAT_IN else NO_GRID if wrong else ""


def balance(year: int) -> Balance:
    """The balance of a year."""
    account = YearAccount.objects.filter(year=year).first()
    if account is None:
        return Balance(year, None, (), NONE)
    uses = list(account.uses.select_related("account"))
    if account.state == State.OPEN or not uses:
        return Balance(year, account, (), OPEN)
    if account.power_gce is None and any(use.energy in POWER for use in uses):
        return Balance(year, account, (), NO_COAL)
    lines = tuple(Line(use, _coal(use, account), _carbon(use, account)) for use in uses)
    return Balance(year, account, lines)


def _coal(use: EnergyUse, account: YearAccount) -> int:
    amount_e3 = int(use.amount * 1000)
    if use.energy in POWER:
        return standard_coal.of_power(amount_e3 * KWH, str(account.power_gce))
    if use.energy == Energy.HEAT_IN:
        return standard_coal.of_heat(amount_e3)
    if use.energy == Energy.OTHER_CLEAN:
        return amount_e3
    return standard_coal.of_fuel(use.energy, amount_e3)


def _carbon(use: EnergyUse, account: YearAccount) -> int | None:
    """Carbon dioxide of what is burned, and of power from outside by the grid's own factor."""
    if use.energy in CLEAN:
        return 0
    burned_e3 = int((use.amount - use.feedstock) * 1000)
    if use.energy == Energy.POWER_IN:
        if account.grid_factor is None:
            return None
        return carbon.emission({}, power=[(burned_e3 * KWH, str(account.grid_factor))]).kilograms
    if use.energy == Energy.HEAT_IN:
        return None if use.amount else 0
    return carbon.emission({use.energy: burned_e3}).kilograms
