"""The way down from a figure of carbon or energy: the two years, then the kinds of energy of one, then a record."""

from django.utils.translation import gettext as _

from huanzhi.measures.models import Figure
from huanzhi.measures.over_records import one_record
from huanzhi.measures.proof import ProofStep, Row
from huanzhi.packs.carbon.balance import Balance, balance
from huanzhi.packs.carbon.energy_use import EnergyUse
from huanzhi.packs.carbon.methods import METHODS
from huanzhi.packs.carbon.year_account import YearAccount
from huanzhi.science.decimals import format_scaled
from huanzhi.science.rounding import half_even
from huanzhi.standards import carbon, standard_coal


def prove_falls(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """() base year and year, (year) its kinds of energy, (year, code) one record."""
    if not path:
        return _years(figure)
    known = {key for key, _value, _weight in figure.series}
    if path[0] not in known or len(path) > 2:
        raise LookupError(f"no such step: {'/'.join(path)}")
    one = balance(int(path[0]))
    return _record(path[1], one) if len(path) == 2 else _kinds(one)


def prove_share(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """() the kinds of energy, (code) one record."""
    if len(path) > 1:
        raise LookupError(f"no such step: {'/'.join(path)}")
    one = balance(figure.year)
    if path:
        return _record(path[0], one)
    rows = []
    for key, value, weight in figure.series:
        name, why = figure.label(key)
        counts = _(why) if value is None else format_scaled(value)
        rows.append(Row((name, counts, format_scaled(weight)), link=key))
    above, below = format_scaled(figure.numerator), format_scaled(figure.denominator)
    return ProofStep(
        title=_("The figure"),
        statement=_statement(figure),
        formula=_("non-fossil ÷ all: %(above)s ÷ %(below)s × 100") % {"above": above, "below": below},
        clause=METHODS[figure.measure].clause,
        columns=(_("Kind of energy"), _("Non-fossil (tce)"), _("All (tce)")),
        rows=rows,
        note=_("Simulated.") if figure.simulated else "",
        provenance=f"{standard_coal.NUMBER} · {carbon.NUMBER}",
    )


def _statement(figure: Figure) -> str:
    return f"{figure.value if figure.value is not None else '—'} {figure.unit}"


def _years(figure: Figure) -> ProofStep:
    rows = []
    for key, value, gdp in figure.series:
        why = figure.label(key)[1]
        amount = "—" if value is None else format_scaled(value)
        each = "—" if value is None or not gdp else format_scaled(half_even(value * 1000, gdp), 6)
        rows.append(Row((key, amount, gdp or "—", each), link=key, note=_(why) if why else ""))
    return ProofStep(
        title=_("The figure"),
        statement=_statement(figure),
        formula=_("(1 − intensity of the year ÷ intensity of the base year) × 100"),
        clause=METHODS[figure.measure].clause,
        columns=(_("Year"), _("Amount (t)"), _("GDP (10,000 yuan)"), _("t for 10,000 yuan")),
        rows=rows,
        note=_("Simulated.") if figure.simulated else "",
        provenance=" · ".join(figure.editions),
    )


def _kinds(one: Balance) -> ProofStep:
    rows = []
    for line in one.lines:
        emitted = "—" if line.carbon is None else format_scaled(line.carbon)
        shown = line.use.get_energy_display()
        cells = (line.use.name, shown, f"{line.use.amount:f}", format_scaled(line.coal), emitted)
        rows.append(Row(cells, link=line.use.code))
    if one.account is not None:
        rows.append(Row((_("The account: GDP, factors, document"), "", "", "", ""), link=one.account.code))
    return ProofStep(
        title=str(one.year),
        statement=_(one.lacks) if one.lacks else one.account.get_state_display() if one.account else "",
        formula=_("amount × heat ÷ heat of standard coal; burned × heat × carbon × burned share × 44 ÷ 12"),
        clause=f"{standard_coal.NUMBER} · {carbon.NUMBER}",
        columns=(_("Name"), _("Kind of energy"), _("Amount"), _("Standard coal (t)"), _("CO₂ (t)")),
        rows=rows,
        provenance=one.account.document if one.account else "",
    )


def _record(code: str, one: Balance) -> ProofStep:
    if one.account is not None and code == one.account.code:
        return one_record(one.account)
    held = EnergyUse.objects.filter(code=code, account__year=one.year).select_related("account").first()
    if held is None:
        account = YearAccount.objects.filter(code=code).first()
        if account is None:
            raise LookupError(f"no such record: {code}")
        return one_record(account)
    return one_record(held)
