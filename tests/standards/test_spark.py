"""Spark gives the bytes that this machine gives: in one process, and on a master with two workers."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.standards.tables import hours, table, written

from huanzhi.config.cli.evaluate import NAMES
from huanzhi.standards.evaluation import local

pyspark = pytest.importorskip("pyspark", reason="Spark is optional: make extra")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not here")
CLASSES = "org.apache.spark.deploy"


@pytest.fixture(scope="module")
def engine():
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["HUANZHI_SPARK_MASTER"] = "local[2]"
    from huanzhi.standards.evaluation import spark

    yield spark
    spark.session().stop()
    del os.environ["HUANZHI_SPARK_MASTER"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("kind", NAMES)
def test_the_bytes_are_the_same(engine, kind, ending, tmp_path):
    source = written(table(kind), tmp_path / f"in.{ending}")
    ours, theirs = tmp_path / f"ours.{ending}", tmp_path / f"theirs.{ending}"
    assert engine.evaluate(kind, source, theirs) == local.evaluate(kind, source, ours)
    assert theirs.read_bytes() == ours.read_bytes()


def test_a_wrong_row_is_named_as_it_is_here(engine, tmp_path):
    frame = hours(1, 30)
    frame[523, "no2"] = "many"
    source = written(frame, tmp_path / "in.csv")
    with pytest.raises(ValueError, match=r"in.csv, row 525, no2: 'many' is not a number"):
        engine.evaluate("aqi-daily", source, tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.fixture
def cluster(tmp_path):
    """A master and two workers on loopback; its address."""
    home = Path(pyspark.__file__).parent
    env = os.environ | {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_HOME": str(home),
        "PYSPARK_PYTHON": sys.executable,
    }
    env["SPARK_WORKER_DIR"] = str(tmp_path / "work")
    started = []

    def start(*args):
        log = (tmp_path / f"{len(started)}.log").open("w+b")
        command = [str(home / "bin" / "spark-class"), *args, "--host", "127.0.0.1", "--webui-port", "0"]
        started.append(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=env))
        return tmp_path / f"{len(started) - 1}.log"

    def waiting_for(log, words):
        for _ in range(300):
            if found := re.search(words, log.read_text("utf-8")):
                return found[0]
            time.sleep(0.2)
        raise AssertionError(log.read_text("utf-8"))

    try:
        master = start(f"{CLASSES}.master.Master", "--port", "0")
        address = waiting_for(master, r"spark://127\.0\.0\.1:\d+")
        for log in [start(f"{CLASSES}.worker.Worker", "-c", "1", "-m", "1536m", address) for _ in range(2)]:
            waiting_for(log, "Successfully registered with master")
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(20)


def test_a_master_with_two_workers_gives_the_same_bytes(cluster, tmp_path):
    source = written(hours(8, 60), tmp_path / "in.parquet")
    program = [sys.executable, "-m", "huanzhi.config.cli.main", "evaluate", "aqi-daily", str(source)]
    env = os.environ | {"HUANZHI_SPARK_MASTER": cluster, "SPARK_LOCAL_IP": "127.0.0.1"}
    for name in ("polars", "spark"):
        out = str(tmp_path / f"{name}.csv")
        command = [*program, "-o", out, "--engine", name]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "spark.csv").read_bytes() == (tmp_path / "polars.csv").read_bytes()
