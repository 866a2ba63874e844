"""`huanzhi simulate`: its options, its summary, and that it needs no database."""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading

import pytest
from click.testing import CliRunner

from huanzhi.config.cli.main import cli
from huanzhi.wire.hj212 import Frame, Splitter, answer, encode, parse, segment


@pytest.fixture
def port():
    """Of a server that answers everything."""
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), []

    async def talk(reader, writer):
        splitter = Splitter()
        while data := await reader.read(65536):
            for one in splitter.feed(data):
                said = answer(parse(one.segment)) if isinstance(one, Frame) else None
                if said is not None:
                    writer.write(encode(segment(said)))
        writer.close()

    async def serve():
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        found.append(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    task = loop.create_task(serve())

    def run():
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(5)
    yield found[0]
    loop.call_soon_threadsafe(task.cancel)
    thread.join(5)


def simulate(*arguments):
    return CliRunner().invoke(cli, ["simulate", *map(str, arguments)])


def test_generic_devices_at_a_rate_and_the_summary_as_json(port):
    done = simulate("--port", port, "--devices", 20, "--rate", 100, "--seconds", 4, "--json")
    assert done.exit_code == 0, done.output
    summary = json.loads(done.output)
    assert summary["devices"] == summary["connections"] == 20
    assert summary["frames"] > 100
    assert summary["acknowledged"] >= summary["messages"] - 40
    assert summary["faults"] == {}


def test_the_shipped_district_with_a_backlog_and_faults(port):
    done = simulate("--port", port, "--seconds", 4, "--backlog", 2, "--faults", "duplicate=0.5,halves=0.2")
    assert done.exit_code == 0, done.output
    assert "14 devices" in done.output
    assert "faults: duplicate" in done.output


def test_a_list_of_devices_for_the_register():
    lines = simulate("--list", "--devices", 3).output.splitlines()
    assert lines[0] == "code,name,real_seconds,minute_minutes"
    assert [len(line.split(",")[0]) for line in lines[1:]] == [24, 24, 24]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--faults", "fire"], "no fault 'fire'"),
        (["--faults", "drop=7"], "from 0 to 1"),
        (["--devices", "0"], "devices"),
        (["--backlog", "-1"], "not negative"),
    ],
)
def test_wrong_usage_is_two_and_named(arguments, said):
    done = simulate(*arguments)
    assert done.exit_code == 2
    assert said in done.output


def test_nobody_there_is_one_clear_line():
    command = [sys.executable, "-m", "huanzhi.config.cli.main", "simulate", "--port", "9", "--seconds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("huanzhi: no connection")


def test_it_starts_no_framework():
    words = "import sys, huanzhi.config.cli.simulate as s, huanzhi.monitoring.simulation.fleet; s._table('')"
    code = f"{words}; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
