"""Every limit of the shelf against the facts that others read from the standards: one changed digit is seen."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from huanzhi.standards import library
from huanzhi.standards.hj633.rules import _curve as curve_of


@pytest.fixture(scope="module")
def facts(shared):
    """A table of facts by its file name."""

    def read(name):
        with (shared / "standards" / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return read


def names(number):
    return {row["zh"]: row["code"] for row in library.get(number).rules["items"]["rows"]}


def cells(number):
    """Every limit of a standard by (table, item, averaging, category)."""
    limits = library.get(number).limits
    return {(one.table, one.item, one.averaging, one.category): Decimal(one.text) for one in limits}


# Items 57 to 80 of GB 3838 table 3, typed from a second list (a public code base; read 2026-11-24).
LAST_OF_TABLE_3 = (
    "马拉硫磷 0.05;乐果 0.08;敌敌畏 0.05;敌百虫 0.05;内吸磷 0.03;百菌清 0.01;甲萘威 0.05;溴氰菊酯 0.02;阿特拉津 0.003;"
    "苯并(a)芘 0.0000028;甲基汞 0.000001;多氯联苯 0.00002;微囊藻毒素-LR 0.001;黄磷 0.003;钼 0.07;钴 1;铍 0.002;硼 0.5;"
    "锑 0.005;镍 0.02;钡 0.7;钒 0.05;钛 0.1;铊 0.0001"
)


def test_surface_water(facts):
    codes, held = names("GB 3838-2002"), cells("GB 3838-2002")
    wanted = {}
    for row in facts("gb3838_2002_table1.csv"):
        if row["item"] in ("水温", "pH值"):
            continue
        lake = "湖" in row["item"]
        name = row["item"].replace("(湖、库)", "").replace("(个/L)", "")
        table = (
            "table 1, lakes and reservoirs" if lake else "table 1, rivers" if name == "总磷" else "table 1"
        )
        for number in ("I", "II", "III", "IV", "V"):
            wanted[table, codes[name], "", number] = Decimal(row[number].split()[0])
    for row in facts("gb3838_2002_table2.csv"):
        wanted["table 2", codes[row["item"]], "", "source"] = Decimal(row["limit"])
    for row in facts("gb3838_2002_table3_items_1_56.csv"):
        wanted["table 3", codes[row["item"]], "", "source"] = Decimal(row["limit_mg_L"])
    for row in LAST_OF_TABLE_3.split(";"):
        item, limit = row.split()
        wanted["table 3, items 57 to 80", codes[item], "", "source"] = Decimal(limit)
    assert held == wanted


def test_construction_land(facts):
    codes, held = names("GB 36600-2018"), cells("GB 36600-2018")
    wanted = {}
    for row in facts("gb36600_2018_basic45.csv"):
        for kind, name in (("screen", "screening"), ("control", "control")):
            for use, number in (("first", "I"), ("second", "II")):
                wanted[f"table 1, {name}", codes[row["item"]], "", use] = Decimal(row[f"{kind}_{number}"])
    assert held == wanted


def test_noise(facts):
    wanted = {}
    for row in facts("noise_limits.csv"):
        if row["day_dBA"]:
            for when in ("day", "night"):
                wanted[row["standard"], row["zone"], when] = Decimal(row[f"{when}_dBA"])
    numbers = {number for number, _, _ in wanted}
    held = {
        (n, one.category, one.averaging): Decimal(one.text) for n in numbers for one in library.get(n).limits
    }
    assert held == wanted


def test_the_tax(facts):
    codes, held = names("EPT-2018"), cells("EPT-2018")
    lists = {"一": "water_first", "二": "water_second", "五": "air"}
    wanted = {}
    for row in facts("env_tax_equivalents.csv"):
        if name := lists.get(row["section"][0]):
            key = f"annex 2, {name}", codes[row["pollutant"]], "", name
            wanted[key] = Decimal(row["equivalent_kg"])
    assert held == wanted


def test_groundwater(facts):
    held = cells("GB/T 14848-2017")
    by_item = {}
    for (_table, item, _, category), value in held.items():
        by_item.setdefault(item, {})[category] = value
    numbers = [
        tuple(Decimal(row[c]) if row[c] else Decimal(0) for c in ("I", "II", "III", "IV"))
        for row in facts("gbt14848_2017_from_silence_water.csv")
        if row["comparison"] != "TextMatch" and row["item"] != "pH"
    ]
    assert sorted(numbers) == sorted(
        tuple(found[c] for c in ("I", "II", "III", "IV")) for found in by_item.values()
    )


def test_farmland(facts):
    held = cells("GB 15618-2018")
    bands = {"pH<=5.5": "5.5", "5.5-6.5": "6.5", "6.5-7.5": "7.5", ">7.5": "above"}
    uses = {"水田": "rice", "其他": "other", "果园": "orchard", "": "any"}
    codes = names("GB 15618-2018")
    wanted = {}
    for row in facts("gb15618_2018.csv"):
        if row["kind"] == "screening_other":
            continue
        table = "table 1, screening" if row["kind"] == "screening" else "table 3, control"
        for column, band in bands.items():
            wanted[table, codes[row["item"]], uses[row["land_use"]], band] = Decimal(row[column])
    assert held == wanted


def test_boilers(facts):
    held, codes = cells("GB 13271-2014"), names("GB 13271-2014")
    tables = {"1": "table 1, in_use", "2": "table 2, new", "3": "table 3, special"}
    for row in facts("gb13271_2014_boilers_mg_m3.csv"):
        if row["table"] == "all":
            black = [value for (_, item, _, _), value in held.items() if item == "ringelmann"]
            assert black == [Decimal(row[fuel].removeprefix("<=")) for fuel in ("coal", "oil", "gas")] * 3
        if row["table"][0] not in tables:
            continue
        table = tables[row["table"][0]]
        for fuel in ("coal", "oil", "gas"):
            if row[fuel]:
                key = table, codes[row["item"]], table.split(", ")[1], fuel
                assert held[key] == Decimal(row[fuel].split()[0])


def test_sewage_plants(facts):
    """Row by row in the printed order."""
    rows = [row for row in facts("gb18918_2002_table1.csv") if row["item"] != "pH"]
    printed = [[Decimal(row[grade]) for grade in ("1A", "1B", "2", "3") if row[grade]] for row in rows]
    limits = [one for one in library.get("GB 18918-2002").limits if one.table == "table 1"]
    held: dict[tuple[str, str], list[Decimal]] = {}
    for one in limits:
        held.setdefault((one.item, one.averaging), []).append(Decimal(one.text))
    assert list(held.values()) == printed
    second = [row["limit_mg_L"] for row in facts("gb18918_2002_table2.csv") if row["limit_mg_L"][0].isdigit()]
    limits = [one for one in library.get("GB 18918-2002").limits if one.table == "table 2"]
    assert [Decimal(one.text) for one in limits] == [Decimal(text) for text in second]


@pytest.mark.parametrize("edition", ["2012", "2026"])
def test_air_breakpoints(facts, edition):
    """Every pair of concentration and sub-index, and no other."""
    standard = library.get(f"HJ 633-{edition}")
    rows = [row for row in facts("hj633_aqi_breakpoints.csv") if row["edition"] == standard.number]
    columns = [name for name in rows[0] if name not in ("edition", "iaqi")]
    seen = 0
    for column in columns:
        item, span = column.replace("pm25", "pm2_5").rsplit("_", 1)
        wanted = [(int(Decimal(row[column]) * 1000), int(row["iaqi"])) for row in rows if row[column].strip()]
        assert list(curve_of(standard, f"{item} {span}").points) == wanted, column
        seen += len(wanted)
    assert seen >= 60


AVERAGES = {
    "年平均": "year",
    "季平均": "quarter",
    "日平均": "24h",
    "24小时平均": "24h",
    "1小时平均": "1h",
    "日最大8小时平均": "8h",
}
TRANSITION = {
    "year": Decimal(50),
    "24h": Decimal(100),
    "1h": Decimal(250),
}  # NOx up to 2030, in the row's own words


def test_air_limits(facts):
    held = {}
    for number in ("GB 3095-2012", "GB 3095-2026"):
        for one in library.get(number).limits:
            held[number, one.effective, one.item, one.averaging, one.category] = Decimal(one.text)
    wanted = {}
    for row in facts("gb3095_limits.csv"):
        item = row["pollutant"].lower().replace("pm2.5", "pm2_5")
        number, averaging = row["edition"], AVERAGES[row["average"]]
        first = date(2026, 3, 1) if "2026" in number else library.get(number).effective
        later = item == "nox" or row["phase"].startswith("from 2031")
        for grade in ("grade1", "grade2"):
            key = number, date(2031, 1, 1) if later else first, item, averaging, grade
            wanted[key] = Decimal(row[grade])
            if item == "nox":
                wanted[number, first, item, averaging, grade] = TRANSITION[averaging]
    assert held == wanted


def test_kitchens(facts):
    held = cells("GB 18483-2001")
    sizes = {"小型": "small", "中型": "medium", "大型": "large"}
    wanted = {}
    for row in facts("gb18483_2001_fume.csv"):
        size = sizes[row["scale"]]
        wanted["table 2, concentration", "fume", "", size] = Decimal(row["max_conc_mg_m3"])
        wanted["table 2, removal", "removal", "", size] = Decimal(row["min_removal_pct"])
    assert held == wanted


def test_rates_of_the_tax(facts):
    rules = library.get("EPT-2018").rules
    printed = {row["item"]: row["rate"].split("元")[0] for row in facts("env_tax_rates.csv")}
    for row in rules["waste"]["rows"]:
        assert printed.pop(row["zh"]) == row["rate"]
    for name, medium in (("大气污染物", "air"), ("水污染物", "water")):
        assert printed.pop(name).split("-") == rules["rates"][medium]
    noise = [
        (int(name.removeprefix("工业噪声超标").split("-")[0].split("分")[0]), rate)
        for name, rate in printed.items()
    ]
    assert noise == [(row["from"], row["rate"]) for row in rules["noise"]["rows"]]


def test_villages(facts):
    names = {"透明度": "transparency", "溶解氧": "do", "氨氮": "nh3n"}
    rows = {row["code"]: row for row in library.get("BOW-2015").rules["rural"]["rows"]}
    for row in facts("black_odorous.csv"):
        if row["scope"] == "rural":
            bound = rows[names[row["item"]]]
            sign = "<" if bound["sense"] == "low" else ">"
            assert row["mild"].split(" ")[0] == f"{sign}{bound['black']}"
