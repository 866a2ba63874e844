"""The words of the 2011 method (环办〔2011〕22号): sections, rivers and basins, and what pollutes them most."""

from collections.abc import Mapping, Sequence

from .. import library
from .rules import CLASSES, NUMBER, Kind, compiled, number_of


def section_status(name: str) -> tuple[str, str]:
    """The status of a section by its class (定性评价), Chinese and English.

    >>> section_status("III"), section_status("劣Ⅴ")
    (('良好', 'good'), ('重度污染', 'heavily polluted'))
    """
    wanted = CLASSES[number_of(name) - 1]
    rows = library.get(NUMBER).rules["section_status"]["rows"]
    return next((row["zh"], row["en"]) for row in rows if wanted in row["classes"])


def basin_status(sections: Sequence[str]) -> tuple[str, str]:
    """The status of a river or basin by the classes of its sections; five of them or more.

    Raises ValueError for fewer: then the items are averaged over the sections first and judged like one section.
    Percentages are compared exactly, not rounded.

    >>> basin_status(["II"] * 9 + ["IV"]), basin_status(["III"] * 3 + ["劣V"] * 2)
    (('优', 'excellent'), ('重度污染', 'heavily polluted'))
    """
    rules = library.get(NUMBER).rules
    if len(sections) < rules["method"]["few_sections"]:
        raise ValueError(f"{len(sections)} sections: average the items over them and judge them as one")
    numbers = [number_of(name) for name in sections]
    good = 100 * sum(number <= 3 for number in numbers)
    worse = 100 * sum(number == len(CLASSES) for number in numbers)
    bounds, total = rules["basin_status"], len(numbers)
    if good >= bounds["excellent_from"] * total:
        return section_status("I")
    if good >= bounds["good_from"] * total:
        return section_status("III")
    if worse >= bounds["heavy_from"] * total:
        return section_status("劣V")
    return section_status("V" if worse >= bounds["moderate_from"] * total else "IV")


def main_pollutants(
    sample: Mapping[str, int | None], kind: Kind = "river"
) -> list[tuple[str, str, int | None]]:
    """The main pollutants of a section (主要污染指标): (item, class, hundredths over the limit of class III).

    Items worse than class III, the worst class first, then the larger multiple, at most three; cyanide, lead and
    chromium come first. Oxygen and pH have no multiple. Source: 环办〔2011〕22号.

    >>> main_pollutants({"nh3n": 1_820_000, "cod": 32_000_000, "tp": 250_000, "do": 4_000_000})
    [('nh3n', 'V', 82), ('cod', 'V', 60), ('tp', 'IV', 25)]
    """
    rules, method = compiled(kind), library.get(NUMBER).rules["method"]
    reference = number_of(method["reference_class"])
    found = []
    for item, value in sample.items():
        if value is None or value < 0 or item in rules.excluded or item not in rules.ladders:
            continue
        ladder = rules.ladders[item]
        if (number := ladder.place(value)) > reference:
            found.append((item, number, ladder.times_over(value, reference)))
    first = method["first_named"]
    found.sort(key=lambda row: (row[0] not in first, -row[1], -(row[2] or 0), row[0]))
    return [(item, CLASSES[number - 1], over) for item, number, over in found[: method["main_pollutants"]]]
