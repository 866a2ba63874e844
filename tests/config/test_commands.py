"""Commands: what they print, what they refuse, and with which exit code."""

import json
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from huanzhi.config.cli.main import cli

HOURS = "site,time,pm2_5,pm10,so2,no2,co,o3,o3_8h\n"


@pytest.fixture
def run():
    def run(*args: str):
        return CliRunner().invoke(cli, [*map(str, args)])

    return run


@pytest.fixture
def table(tmp_path):
    def table(text: str, name: str = "in.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return table


def judged(run, table, tmp_path, text, *options):
    out = tmp_path / "out.csv"
    done = run("evaluate", "aqi-realtime", table(text), "-o", out, *options)
    assert done.exit_code == 0, done.output
    return out.read_text(encoding="utf-8").splitlines()


def test_an_hour_worked_by_hand(run, table, tmp_path):
    # PM2.5 60 of the 2012 edition lies on 35..75 for 50..100: 50 + 50*25/40 = 81.25, up to 82
    head, row = judged(run, table, tmp_path, HOURS + "A,2025-05-01T10:00:00,60,50,5,20,0.5,80,\n")
    found = dict(zip(head.split(","), row.split(","), strict=True))
    assert (found["aqi"], found["level"], found["primary"], found["edition"]) == ("82", "2", "pm2_5", "2012")
    assert found["iaqi_pm2_5"] == "82"
    assert list(found)[:9] == ["site", "time", "pm2_5", "pm10", "so2", "no2", "co", "o3", "o3_8h"]
    assert found["o3_8h"] == ""


def test_the_edition_follows_the_date_unless_it_is_named(run, table, tmp_path):
    text = HOURS + "A,2026-02-28T23:00,60,,,,,,\nA,2026-03-01T01:00,60,,,,,,\n"
    rows = judged(run, table, tmp_path, text)
    assert [row.split(",")[-1] for row in rows[1:]] == ["2012", "2026"]
    rows = judged(run, table, tmp_path, text, "--edition", "2012")
    assert [row.split(",")[-1] for row in rows[1:]] == ["2012", "2012"]


def test_the_same_input_gives_the_same_bytes(run, table, tmp_path):
    text = HOURS + "".join(f"A,2025-05-01 {h:02}:00,{h},{h * 2},5,20,0.5,80,\n" for h in range(1, 24))
    assert judged(run, table, tmp_path, text) == judged(run, table, tmp_path, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HOURS + "A,2025-05-01T10:00,sixty,,,,,,\n", ["row 2", "pm2_5", "'sixty'", "not a number"]),
        (HOURS + "A,2025-05-01T10:00,1,,,,,,\nA,yesterday,1,,,,,,\n", ["row 3", "time", "'yesterday'"]),
        ("site,time,pm25\nA,2025-05-01T10:00,1\n", ["unknown columns: pm25"]),
        ("site,pm2_5\nA,1\n", ["lacks the columns time"]),
    ],
)
def test_bad_input_names_file_row_field_and_value(table, tmp_path, text, words):
    program = [sys.executable, "-m", "huanzhi.config.cli.main"]
    command = [*program, "evaluate", "aqi-realtime", str(table(text)), "-o", str(tmp_path / "o")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("huanzhi: ")
    assert done.stderr.count("\n") == 1
    for word in ["in.csv", *words]:
        assert word in done.stderr
    assert not (tmp_path / "o").exists()


def test_a_year_has_its_means_percentiles_and_reasons(run, table, tmp_path):
    first = datetime(2025, 1, 1)  # noqa: DTZ001 - the file's clock has no zone
    hours = [first + timedelta(hours=n) for n in range(1, 8761)]
    text = HOURS + "".join(f"A,{hour:%Y-%m-%dT%H:%M},35,56,10,30,1.2,120,\n" for hour in hours)
    out = tmp_path / "years.csv"
    assert run("evaluate", "air-annual", table(text), "-o", out).exit_code == 0
    head, row = out.read_text(encoding="utf-8").splitlines()
    found = dict(zip(head.split(","), row.split(","), strict=True))
    assert (found["year"], found["pm2_5_mean"], found["o3_8h_p90"]) == ("2025", "35.000", "120.000")
    assert (found["good_days"], found["attains"], found["index"]) == ("365", "true", "3.77")


def test_water_has_its_class_what_decides_it_and_how_far_it_is_over_its_target(run, table, tmp_path):
    rows = ["site,time,kind,ph,do,nh3n,tp,target", "A,2025-05-01T08:00,river,7.2,6.1,1.21,0.15,III"]
    rows += ["B,2025-05-01T08:00,lake,7,,,0.15,Ⅲ", "C,2025-05-01T08:00,,9.5,,,,", "D,2025-05-01T08:00,,,,,,"]
    out = tmp_path / "w.csv"
    assert run("evaluate", "surface-water", table("\n".join(rows) + "\n"), "-o", out).exit_code == 0
    found = [line.split(",")[-3:] for line in out.read_text(encoding="utf-8").splitlines()]
    assert found[0] == ["class", "deciding", "exceeds"]
    assert found[1:] == [["IV", "nh3n", "nh3n:0.21"], ["V", "tp", "tp:2.00"], ["劣V", "ph", ""], ["", "", ""]]


def test_a_water_that_is_neither_river_nor_lake_is_refused(run, table, tmp_path):
    done = run(
        "evaluate",
        "surface-water",
        table("site,time,kind,do\nA,2025-05-01T08:00,sea,5\n"),
        "-o",
        tmp_path / "w",
    )
    assert "neither river nor lake" in str(done.exception)


def test_a_day_has_its_statistics_with_validity(run, table, tmp_path):
    text = HOURS + "".join(f"A,2025-05-01 {h:02}:00,40,60,5,20,0.5,80,\n" for h in range(1, 24))
    out = tmp_path / "days.csv"
    assert run("evaluate", "aqi-daily", table(text), "-o", out).exit_code == 0
    head, row = out.read_text(encoding="utf-8").splitlines()
    found = dict(zip(head.split(","), row.split(","), strict=True))
    assert (found["day"], found["pm2_5_hours"], found["valid"]) == ("2025-05-01", "23", "true")
    assert float(found["pm2_5"]) == 40


@pytest.mark.parametrize("command", ["standards list", "standards show GB\u00a03095-2026"])
def test_json_is_one_document(run, command):
    words = [word.replace("\u00a0", " ") for word in command.split(" ")]
    document = json.loads(run(*words, "--json").output)
    assert document


def test_every_command_has_help_with_an_example(run):
    def walk(command, path):
        import click

        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                yield from walk(command.get_command(click.Context(command), name), [*path, name])
        else:
            yield path

    for path in walk(cli, []):
        done = run(*path, "--help")
        assert done.exit_code == 0, path
        if path != ["manage"]:
            assert "Example: " in done.output, path


def test_wrong_usage_is_two(run):
    assert run("evaluate", "weather", "x", "-o", "y").exit_code == 2
    assert run("nothing").exit_code == 2


@pytest.mark.django_db
def test_a_format_nobody_knows_is_wrong_usage(run, table):
    done = run("import", "horoscope", table("x"))
    assert done.exit_code == 2
    assert "cnemc-hourly" in done.output


@pytest.mark.django_db
def test_a_register_comes_in_by_command_and_refused_rows_are_told(run, table):
    done = run("import", "register:organisation", table("code,name\nA,甲\nB,\n", "bodies.csv"))
    assert done.exit_code == 0, done.output
    assert "1 of 2 rows taken, 1 refused" in done.output
    assert "row 3, name" in done.output


@pytest.mark.django_db
def test_the_ledger_is_proven_from_a_file_too(run, tmp_path):
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import save_organisation

    save_organisation(SYSTEM("t"), "A", {"name": "甲"})
    save_organisation(SYSTEM("t"), "B", {"name": "乙"})
    file = tmp_path / "l.jsonl"
    assert run("ledger", "export", file).exit_code == 0
    assert "2 entries, the chain holds" in run("ledger", "verify", file).output
    file.write_text(file.read_text("utf-8").replace("乙", "丙"), "utf-8")
    done = run("ledger", "verify", file)
    assert done.exit_code == 1
    assert "entry 2" in done.output


@pytest.mark.django_db
def test_real_station_files_give_verdicts_and_keep_what_was_refused(run, shared, settings, tmp_path):
    settings.LAKE = tmp_path / "lake"
    file = shared / "data" / "air" / "cnemc_hourly_stations.csv"
    done = run("import", "cnemc-hourly", file, "--city", "长春市")
    assert done.exit_code == 0, done.output
    from huanzhi.monitoring.models import DayVerdict, Point

    assert Point.objects.count() == 10
    assert DayVerdict.objects.filter(point__code="1121A").exists()
    assert "0 refused" in done.output or "row " in done.output


PLANS = {
    "a PDF renamed": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "nothing": b"",
    "a zip that is no document": b"PK\x03\x04" + b"\x00" * 40,
    "a letter": "尊敬的市民：您好。".encode(),
    "zeros": b"\x00" * 500,
}


@pytest.mark.parametrize("content", PLANS.values(), ids=PLANS.keys())
@pytest.mark.parametrize("name", ["plan.txt", "plan.docx"])
def test_what_is_no_plan_is_one_clear_line(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    command = [sys.executable, "-m", "huanzhi.config.cli.main", "plan", "import", str(path), "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert name in done.stderr
