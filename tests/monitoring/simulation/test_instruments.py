"""Instruments: their frames are as the standard has them, their figures agree, and nothing depends on when one asks."""

from datetime import UTC, datetime
from fractions import Fraction

import numpy as np
import pytest

from huanzhi.monitoring.simulation import declared, periods, reports
from huanzhi.monitoring.simulation.instruments import Instrument, Sensor
from huanzhi.monitoring.simulation.spells import Habits
from huanzhi.wire.hj212 import Assembler, factors, parse
from huanzhi.wire.hj212.frames import Frame, decode

NOON = int(datetime(2026, 11, 24, 4, tzinfo=UTC).timestamp())
MIDNIGHT = NOON - 12 * 3600
QN = "20261124120000000"
QUIET = Habits(stop=0, maintain=0, fault=0, excess=0)


def messages(instrument):
    """One of each kind of data: real, minute, hour, day; heartbeat, restart, state."""
    periodical = [("2051", NOON - 3600), ("2061", NOON - 3600), ("2031", MIDNIGHT - 86_400)]
    items = [
        ("2011", reports.real(instrument, NOON)),
        ("9015", ()),
        ("2021", reports.state(instrument, NOON)),
    ]
    items += [(cn, reports.period(instrument, cn, start)) for cn, start in periodical]
    now = datetime.fromtimestamp(NOON, UTC)
    items += [("2081", reports.restart(now, now)), ("2041", reports.running(instrument, MIDNIGHT - 86_400))]
    return [reports.message(instrument, cn, QN, one) for cn, one in items]


def read(message):
    """The message as a strict reader puts it together again."""
    packets = Assembler()
    whole = None
    for raw in reports.packets(message):
        frame = decode(raw)
        assert isinstance(frame, Frame), frame
        assert frame.leniencies == ()
        whole = packets.add(parse(frame.segment, frozenset()), 0.0)
    return whole


def test_every_frame_of_the_district_is_strictly_conformant(shipped):
    assert len(shipped) == 14
    for instrument in shipped:
        for message in messages(instrument):
            found = read(message)
            assert (found.cn, found.edition, found.wants_answer) == (message.cn, instrument.edition, True)
            assert found.factors == message.factors


def test_a_long_message_goes_in_packets_and_comes_together_again():
    [instrument] = declared.generic(1)
    hour = reports.message(instrument, "2061", QN, reports.period(instrument, "2061", NOON - 3600))
    longer = reports.replace(
        hour, items=hour.items + tuple((("x" + n, v),) for item in hour.items for n, v in item)
    )
    assert len(reports.packets(longer)) == 3
    assert read(longer).factors == longer.factors


def test_the_same_moment_is_the_same_whenever_it_is_asked(table):
    for one, other in zip(declared.instruments(table), declared.instruments(table), strict=True):
        before = [reports.real(one, NOON - 60 * n) for n in (0, 600, 3, 61)]
        reports.period(other, "2061", NOON - 7200)
        after = [reports.real(other, NOON - 60 * n) for n in (61, 3, 600, 0)]
        assert before == after[::-1]
        assert reports.period(one, "2031", MIDNIGHT - 86_400) == reports.period(
            other, "2031", MIDNIGHT - 86_400
        )


def test_another_seed_is_another_weather(table):
    here, there = declared.instruments(table)[0], declared.instruments(table, seed=5)[0]
    assert reports.real(here, NOON) != reports.real(there, NOON)


def _told(instrument, cn, start, part):
    message = reports.message(instrument, cn, QN, reports.period(instrument, cn, start))
    return {code: values[part] for code, values in message.factors.items() if part in values}


def _rounded(values, decimals):
    """The mean, half to even, as text."""
    mean = Fraction(sum(map(Fraction, values)), len(values))
    return f"{float(round(mean, decimals)):.{decimals}f}"


@pytest.mark.parametrize("number", [0, 5, 12])
def test_minutes_are_the_means_of_what_was_sent_and_hours_of_the_minutes(shipped, number):
    instrument = shipped[number]
    instrument.habits = QUIET
    instrument.__post_init__()
    step, start = instrument.minute_minutes, NOON - 3600
    for sensor in instrument.sensors:
        code, places = sensor.sent, sensor.decimals
        sent = []
        for moment in range(start + 60, start + 60 * step + 1, 60):
            message = reports.message(instrument, "2011", QN, reports.real(instrument, moment))
            sent.append(message.factors[code]["Rtd"])
        assert _told(instrument, "2051", start, "Avg")[code] == _rounded(sent, places)
        assert _told(instrument, "2051", start, "Max")[code] == max(sent, key=float)
        minutes = [_told(instrument, "2051", start + 60 * n, "Avg")[code] for n in range(0, 60, step)]
        assert _told(instrument, "2061", start, "Avg")[code] == _rounded(minutes, places)
        low = [_told(instrument, "2051", start + 60 * n, "Min")[code] for n in range(0, 60, step)]
        assert _told(instrument, "2061", start, "Min")[code] == min(low, key=float)
        hours = [_told(instrument, "2061", MIDNIGHT - 3600 * n, "Avg")[code] for n in range(1, 25)]
        assert _told(instrument, "2031", MIDNIGHT - 86_400, "Avg")[code] == _rounded(hours, places)
        if sensor.load:
            parts = [
                Fraction(_told(instrument, "2051", start + 60 * n, "Cou")[code]) for n in range(0, 60, step)
            ]
            assert Fraction(_told(instrument, "2061", start, "Cou")[code]) == sum(parts)


def test_the_flow_of_an_hour_is_its_volume():
    sewage = Instrument(
        "0" * 24, "32", (Sensor("w00000", 100, spread=0, decimals=1, load=True),), flow="w00000"
    )
    gas = Instrument("0" * 24, "31", (Sensor("a00000", 2, spread=0, decimals=1, load=True),), flow="a00000")
    for instrument in (sewage, gas):
        instrument.habits = QUIET
        instrument.__post_init__()
    assert _told(sewage, "2061", NOON, "Cou") == {"w00000": "360.000"}  # 100 L/s for an hour, m3
    assert _told(gas, "2061", NOON, "Cou") == {"a00000": "7200.000"}  # 2 m3/s


def test_zs_is_at_the_reference_oxygen(shipped):
    boiler = shipped[5]
    samples = boiler.between(NOON - 3600, NOON)
    oxygen, nox = boiler.rows["a19001"], boiler.rows["a21002"]
    for column in range(0, 60, 7):
        measured, at = int(samples.values[nox, column]), int(samples.values[oxygen, column])
        exact = Fraction(measured * 17_500, 21_000 - at)
        assert abs(int(samples.zs[nox, column]) - exact) <= 50  # a decimal of mg/m3
        assert samples.zs[nox, column] > 0


def test_spells_show_in_flags_and_a_boiler_rests_in_summer(shipped):
    seen = set()
    for instrument in shipped:
        year = np.arange(NOON - 120 * 86_400, NOON, 1800, dtype=np.int64)
        seen |= set(instrument.sample(year).flags.ravel().tolist())
    assert {"N", "C", "M", "D", "F"} <= seen <= set("NFMSDCTB")
    july = np.arange(NOON - 130 * 86_400, NOON - 129 * 86_400, 3600, dtype=np.int64)
    assert set(shipped[5].sample(july).flags.ravel().tolist()) == {"F"}


def test_limits_are_passed_now_and_then_and_not_often(shipped):
    passed = total = 0
    for instrument in shipped[:10]:
        month = np.arange(NOON - 30 * 86_400, NOON, 3600, dtype=np.int64)
        samples = instrument.sample(month)
        for row, sensor in enumerate(instrument.sensors):
            if sensor.limit is not None:
                good = samples.flags[row] == "N"
                passed += int((samples.values[row][good] > sensor.limit * 1000).sum())
                total += int(good.sum())
    assert 0 < passed < 0.03 * total


def test_coarse_particles_come_on_top_of_fine_ones(shipped):
    for station in shipped[10:13]:
        samples = station.sample(np.arange(NOON - 20 * 86_400, NOON, 3600, dtype=np.int64))
        good = (samples.flags[0] == "N") & (samples.flags[1] == "N")
        assert (samples.values[1] > samples.values[0])[good].mean() > 0.99


def test_codes_are_those_of_annex_b_or_of_2005(shipped):
    known = {*factors(), "a05024"}  # ozone, which the table read from annex B lacks
    old = {one.old for one in factors().values() if one.old}
    for instrument in shipped:
        for sensor in instrument.sensors:
            assert sensor.sent in (old if instrument.edition == 2005 else known), sensor.sent


def test_a_period_counts_with_three_quarters_of_its_parts():
    assert periods.flag_of("NNNNNNNNCC") == "N"
    assert periods.flag_of("NNNNNNNCCC") == "C"


def test_what_does_not_divide_is_refused():
    with pytest.raises(ValueError, match="real_seconds=7"):
        Instrument("A", "31", (Sensor("a00000", 1),), real_seconds=7)
