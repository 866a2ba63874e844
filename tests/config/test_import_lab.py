"""`huanzhi import lab` and `huanzhi mqtt --help`."""

import pytest
from click.testing import CliRunner

from huanzhi.config.cli.main import cli


@pytest.mark.django_db
def test_a_laboratorys_file_comes_in_by_command(settings, tmp_path):
    from huanzhi.monitoring.models import Point

    settings.LAKE = tmp_path / "lake"
    Point.objects.create(code="W1", name="总排口")
    path = tmp_path / "lab.csv"
    path.write_text(
        "点位编码,采样日期,总磷(mg/L),氨氮(mg/L)\nW1,2026-03-01,0.2,ND\nW9,2026-03-01,0.2,0.1\n", "utf-8"
    )
    done = CliRunner().invoke(cli, ["import", "lab", str(path)])
    assert done.exit_code == 0, done.output
    assert "lab.csv: 1 of 2 rows taken, 1 refused" in done.output
    assert "row 2, 氨氮(mg/L): 'ND': not detected, and no detection limit beside it" in done.output
    assert "row 3, 点位编码: 'W9': no point" in done.output


def test_a_broker_without_an_address_is_said():
    done = CliRunner().invoke(cli, ["mqtt", "--broker", "http://x"])
    assert isinstance(done.exception, ValueError)
    assert "mqtt://host:1883" in str(done.exception)
