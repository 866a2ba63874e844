"""The reference of HJ 212: codes and leniencies, and conformance vectors that any implementation can use."""

import json
from typing import Any

MN, QN = "010000A8900016F000169DC0", "20260501080000000"
HEAD = f"QN={QN};ST=32;CN={{cn}};PW=123456;MN={MN};Flag={{flag}};"
RTD = "CP=&&DataTime=20260501080000;w01018-Rtd=63.0,w01018-Flag=N;w21003-Rtd=1.250,w21003-Flag=N&&"

# name, data segment; each is framed here, then bent where `bend` says so
SEGMENTS = {
    "real-time data, answer wanted": HEAD.format(cn=2011, flag=5) + RTD,
    "real-time data, no answer": HEAD.format(cn=2011, flag=4) + RTD,
    "hour data": HEAD.format(cn=2061, flag=5)
    + "CP=&&DataTime=20260501070000;w00000-Cou=36.5;w01018-Min=60.1,w01018-Avg=63.0,"
    "w01018-Max=66.2,w01018-Cou=2.3,w01018-Flag=N&&",
    "minute data of a stack": HEAD.format(cn=2051, flag=5).replace("ST=32", "ST=31")
    + "CP=&&DataTime=20260501075000;a21026-Min=10.1,a21026-Avg=12.0,a21026-Max=14.9,a21026-ZsAvg=15.3,a21026-Flag=N&&",
    "day data": HEAD.format(cn=2031, flag=5)
    + "CP=&&DataTime=20260430000000;w01018-Avg=61.7,w01018-Cou=55.1&&",
    "a packet of two": HEAD.format(cn=2061, flag=7)
    + "PNUM=2;PNO=1;CP=&&DataTime=20260501070000;w01018-Avg=63.0&&",
    "a fault": HEAD.format(cn=2011, flag=4) + "CP=&&DataTime=20260501080000;w01018-Rtd=0.0,w01018-Flag=D&&",
    "noise": HEAD.format(cn=2061, flag=4).replace("ST=32", "ST=23")
    + "CP=&&DataTime=20260501070000;Leq-Data=52.1,L10-Data=56.0&&",
    "request of hour data": HEAD.format(cn=2061, flag=5)
    + "CP=&&BeginTime=20260501000000;EndTime=20260501060000&&",
    "set the interval": HEAD.format(cn=1062, flag=5) + "CP=&&RtdInterval=30&&",
    "answer to data": HEAD.format(cn=9014, flag=4).replace("ST=32", "ST=91") + "CP=&&&&",
    "answer to a request": HEAD.format(cn=9011, flag=4).replace("ST=32", "ST=91") + "CP=&&QnRtn=1&&",
    "result": HEAD.format(cn=9012, flag=4).replace("ST=32", "ST=91") + "CP=&&ExeRtn=1&&",
    "heartbeat of 2025": HEAD.format(cn=9015, flag=9) + "CP=&&&&",
    "power use of 2025": HEAD.format(cn=2011, flag=8).replace("ST=32", "ST=44")
    + "CP=&&DataTime=20260501080000;i33001-Rtd=12.5&&",
    "day data of noise": HEAD.format(cn=2031, flag=4).replace("ST=32", "ST=23")
    + "CP=&&DataTime=20260430000000;L10-Data=53.0;Ld-DayData=52.5;Ln-NightData=44.1&&",
    "a sample's own time": HEAD.format(cn=2011, flag=4)
    + "CP=&&DataTime=20260501080000;w01018-SampleTime=20260501072000,w01018-Rtd=63.0,w01018-Flag=N&&",
    "running state of facilities": HEAD.format(cn=2021, flag=4)
    + "CP=&&DataTime=20260501080000;SB1-RS=1;SB2-RS=0&&",
    "no value and why": HEAD.format(cn=2011, flag=4)
    + "CP=&&DataTime=20260501080000;w01018-Rtd=-,w01018-Flag=B;w21003-Flag=M&&",
    "values that are none": HEAD.format(cn=2011, flag=4)
    + "CP=&&DataTime=20260501080000;w01018-Rtd=6e1,w01018-Flag=N;w21003-Rtd=NaN,w21003-Flag=N;w21011-Rtd=0.35&&",
    "said twice and differently": HEAD.format(cn=2061, flag=4)
    + "CP=&&DataTime=20260501070000;w00000-Avg=66.09,w00000-Avg=19796346.00,w00000-Flag=N&&",
    "hour data that begin at no hour": HEAD.format(cn=2061, flag=4)
    + "CP=&&DataTime=20260501070500;w01018-Avg=63.0&&",
    "of 2005": "ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20260501080000;011-Rtd=63.0,011-Flag=N&&",
    "text": HEAD.format(cn=3020, flag=4)
    + "CP=&&DataTime=20260501080000;PolId=w01018;i11001-Info=//清洗管路//&&",
    "fields in another order": f"ST=32;QN={QN};CN=2011;MN={MN};PW=123456;Flag=4;" + RTD,
    "packets swapped": HEAD.format(cn=2061, flag=6)
    + "PNO=1;PNUM=2;CP=&&DataTime=20260501070000;w01018-Avg=63.0&&",
    "no password": HEAD.format(cn=2011, flag=4).replace("PW=123456;", "") + RTD,
    "short device number": HEAD.format(cn=2011, flag=4).replace(MN, "Y80110010000010") + RTD,
    "flag in capitals": HEAD.format(cn=2011, flag=4).replace("Flag", "FLAG") + RTD,
    "a semicolon too many": HEAD.format(cn=2011, flag=4) + RTD.removesuffix("&&") + ";&&",
    "a comma for a semicolon": HEAD.format(cn=2061, flag=5)
    + "CP=&&BeginTime=20260501000000,EndTime=20260501060000&&",
    "a time of 17 digits": HEAD.format(cn=2011, flag=4) + RTD.replace("20260501080000", "20260501080000000"),
    "an impossible time": HEAD.format(cn=2011, flag=4) + RTD.replace("20260501080000", "20261301080000"),
    "no device": f"QN={QN};ST=32;CN=2011;PW=123456;Flag=4;" + RTD,
    "a packet that cannot be": HEAD.format(cn=2061, flag=6) + "PNUM=2;PNO=3;CP=&&&&",
    "no end": HEAD.format(cn=2011, flag=4) + "CP=&&DataTime=20260501080000",
}


def vectors() -> list[dict[str, Any]]:
    """Every vector: bytes as text, and what a strict and a lenient reader make of them."""
    from huanzhi.wire.hj212 import encode

    made = [_vector(name, encode(text.encode())) for name, text in SEGMENTS.items()]
    good = encode(SEGMENTS["real-time data, no answer"].encode())
    bent = {
        "check in small letters": good[:-6] + good[-6:-2].lower() + b"\r\n",
        "no carriage return": good[:-2] + b"\n",
        "a wrong check": good[:-6] + b"0000\r\n",
        "a length too small": b"##0100" + good[6:],
        "a length too large": b"##0300" + good[6:],
        "no beginning": good[2:],
        "cut off": good[:60],
        "garbage before and after": b"\x00\xff12" + good + b"##00",
    }
    return made + [_vector(name, raw) for name, raw in bent.items()]


def _vector(name: str, raw: bytes) -> dict[str, Any]:
    from huanzhi.wire.hj212 import Splitter

    splitter = Splitter()
    found = [*splitter.feed(raw), *splitter.close()]
    return {
        "name": name,
        "hex": raw.hex(),
        "text": raw.decode("utf-8", "backslashreplace"),
        "found": [_said(one) for one in found],
    }


def _said(one: Any) -> dict[str, Any]:
    from huanzhi.wire.hj212 import EVERYTHING, Refused, Unreadable, header, parse, readings

    if isinstance(one, Refused):
        return {"ok": False, "bytes": len(one.raw), "reason": one.reason}
    try:
        message = parse(one.segment, EVERYTHING, one.leniencies)
    except Unreadable as error:
        return {"ok": False, "bytes": len(one.raw), "reason": str(error)}
    time = message.data_time.isoformat() if message.data_time else None
    measured, unfit = readings(message)
    return {
        "ok": True,
        "strict": not message.leniencies,
        "edition": message.edition,
        "header": dict(header(message)),
        "data_time": time,
        "parameters": message.parameters,
        "factors": message.factors,
        "leniencies": list(message.leniencies),
        "readings": [
            [
                one.series,
                one.statistic,
                one.time.isoformat(),
                None if one.value is None else str(one.value),
                one.flag,
            ]
            for one in measured
        ],
        "no_readings": [[one.field, one.value, one.reason] for one in unfit],
    }


def hj212_pages() -> dict[str, str]:
    """File name and text of the protocol's page and of the vectors."""
    from huanzhi.wire.hj212.codes import commands, flags, results, systems

    parts = [
        "# HJ 212\n",
        "Written by `make reference`. Factor codes stand with the [items](../standards/items.md).\n",
    ]
    parts.append(
        "[Conformance vectors](vectors.json): bytes (hex), what they say or why they say nothing, and the readings: "
        "series, statistic, END of the period, value, flag (minute data of ten minutes, no dialect). Free to use.\n"
    )
    tables = {
        "Commands": commands(),
        "Systems": systems(),
        "State flags": flags(),
        "QnRtn": results("9011"),
        "ExeRtn": results("9012"),
    }
    for title, table in tables.items():
        lines = [
            f"## {title}\n",
            "| code | 中文 | English | direction | since | grade |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {c.code} | {c.zh} | {c.en} | {c.direction} | {c.since} | {c.grade} |" for c in table.values()
        ]
        parts.append("\n".join(lines) + "\n")
    parts += [_requests(), _leniencies(), _dialects()]
    text = json.dumps(vectors(), ensure_ascii=False, indent=1)
    return {"index.md": "\n".join(parts), "vectors.json": text + "\n"}


def _requests() -> str:
    from huanzhi.wire.hj212 import answers_due, requests
    from huanzhi.wire.hj212.codes import commands

    lines = [
        "## Requests\n",
        "What each command to a device takes (optional in brackets), and the commands that answer it.\n",
        "| code | 中文 | takes | answered by | since | grade |",
        "|---|---|---|---|---|---|",
    ]
    for cn, one in sorted(requests().items()):
        takes = [
            *one.required,
            *(["InfoId-Info"] if one.info else []),
            *[f"({name})" for name in one.optional],
        ]
        said = "not known" if one.open else ", ".join(takes)
        known = commands()[cn]
        lines.append(
            f"| {cn} | {known.zh} | {said} | {', '.join(answers_due(cn))} | {known.since} | {one.grade} |"
        )
    return "\n".join(lines) + "\n"


def _leniencies() -> str:
    from huanzhi.wire.hj212 import LENIENCIES

    lines = ["## Leniencies\n", "| name | what is bent |", "|---|---|"]
    lines += [f"| `{name}` | {words} |" for name, words in LENIENCIES.items()]
    return "\n".join(lines) + "\n"


def _dialects() -> str:
    from huanzhi.wire.hj212 import dialects

    lines = [
        "## Dialects\n",
        "What a make of instrument means by the same words; none is on by itself.\n",
        "| name | 中文 | what it means | known from | grade |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.name}` | {one.zh} | {one.en} | {one.source} | {one.grade} |" for one in dialects().values()
    ]
    return "\n".join(lines) + "\n"
