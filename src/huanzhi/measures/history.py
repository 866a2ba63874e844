"""A computation with the former years that its outlook and its chance rest on."""

from dataclasses import replace
from datetime import date

from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.measure import Measure

YEARS = 5  # former years that are looked at


def computed(measure: Measure, year: int, as_of: date) -> Computation:
    """What a measure computes, with its former years where they were whole and counted over the same set.

    A measure made of days brings them itself; of the others each former year is computed to its last day.
    """
    found = measure.compute(year, as_of)
    if found.former or found.over == "days" or not found.valid:
        return found
    former: dict[int, tuple[Part, ...]] = {}
    for before in range(year - YEARS, year):
        held = measure.compute(before, date(before, 12, 31))
        if held.parts and len(held.valid) == len(held.parts) and held.set_version == found.set_version:
            former[before] = held.parts
    return replace(found, former=former)
