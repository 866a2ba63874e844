"""`huanzhi hj212 decode`: lines and streams, words and JSON, strict and lenient."""

import json

import pytest
from click.testing import CliRunner

from huanzhi.config.cli.main import cli
from huanzhi.wire.hj212 import encode

SEGMENT = (
    b"QN=20260501080000000;ST=31;CN=2011;PW=654321;MN=010000A8900016F000169DC0;Flag=5;"
    b"CP=&&DataTime=20260501080000;a21026-Rtd=176.315,a21026-Flag=S&&"
)


@pytest.fixture
def decode(tmp_path):
    def decode(raw: bytes, *options: str):
        path = tmp_path / "frames.txt"
        path.write_bytes(raw)
        return CliRunner().invoke(cli, ["hj212", "decode", str(path), *options])

    return decode


def test_the_form_of_the_contract_without_the_password(decode):
    done = decode(encode(SEGMENT) + b"\r\nnonsense\r\n" + encode(SEGMENT).lower(), "--json")
    good, bad, worse = json.loads(done.stdout)
    assert {name: good[name] for name in ("line", "ok", "data_time", "factors", "leniencies")} == {
        "line": 1,
        "ok": True,
        "data_time": "2026-05-01T08:00:00+08:00",
        "factors": {"a21026": {"Rtd": "176.315", "Flag": "S"}},
        "leniencies": [],
    }
    assert good["header"] == {
        "QN": "20260501080000000",
        "ST": "31",
        "CN": "2011",
        "MN": "010000A8900016F000169DC0",
        "Flag": "5",
    }
    assert bad == {"line": 3, "ok": False, "reason": "no frame begins here", "frame": "nonsense"}
    assert "the check says" in worse["reason"]
    assert "654321" not in json.dumps(good)


def test_a_stream_is_cut_by_length_and_not_by_lines(decode):
    raw = encode(SEGMENT)[:-2] + b"??\x00" + encode(SEGMENT) + encode(SEGMENT)
    rows = json.loads(decode(raw, "--stream", "--json").stdout)
    assert [row["ok"] for row in rows] == [False, True, True]
    assert json.loads(decode(encode(SEGMENT) * 2, "--json").stdout)[0]["ok"]


def test_in_words_and_strictly(decode):
    raw = encode(SEGMENT.replace(b"PW=654321;", b""))
    said = decode(raw).stdout
    assert "二氧化硫" in said
    assert "[password]" in said
    assert "refused, password" in decode(raw, "--strict").stdout


def test_no_such_file(tmp_path):
    done = CliRunner().invoke(cli, ["hj212", "decode", str(tmp_path / "none.txt")])
    assert isinstance(done.exception, FileNotFoundError)
