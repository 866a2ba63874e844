"""A load of instruments for benchmarks: many sockets in one process, each waiting for the answer to what it sent.

Run as a program: load.py HOST PORT CONNECTIONS SECONDS WINDOW [PAUSE]. It prints one JSON document: frames answered,
seconds, latencies, and what the load itself cost. Frames are made beforehand, ten factors each, answers are counted and
not read, so that the load costs as little as it can.
"""

import json
import select
import socket
import sys
import time
from datetime import datetime, timedelta

from huanzhi.wire.hj212 import encode

FACTORS = ("a21026", "a21002", "a34013", "a19001", "a01011", "a01012", "a01013", "a01014", "a00000", "a21005")
VARIANTS = 8


def mn(number: int) -> str:
    """The device number of a connection."""
    return f"{number:024X}"


def frames(number: int, now: datetime) -> list[bytes]:
    """Real-time data of a device, some minutes of it."""
    made = []
    for variant in range(VARIANTS):
        at = now - timedelta(minutes=variant)
        values = ";".join(
            f"{code}-Rtd={(number * 7 + variant) % 90}.{variant},{code}-Flag=N" for code in FACTORS
        )
        head = f"QN={at:%Y%m%d%H%M%S}{number % 1000:03};ST=31;CN=2011;PW=123456;MN={mn(number)};Flag=5;"
        made.append(encode(f"{head}CP=&&DataTime={at:%Y%m%d%H%M%S};{values}&&".encode()))
    return made


class Device:
    """One socket: what it sends next, what it waits for."""

    __slots__ = ("at", "frames", "sent", "socket")

    def __init__(self, host: str, port: int, made: list[bytes]) -> None:
        self.socket = socket.create_connection((host, port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.frames, self.at = made, 0
        self.sent: list[float] = []

    def send(self, count: int) -> None:
        """So many frames at once."""
        made, at = self.frames, self.at
        data = made[at] if count == 1 else b"".join(made[(at + n) % VARIANTS] for n in range(count))
        self.at = (at + count) % VARIANTS
        self.sent += [time.perf_counter()] * count
        self.socket.send(data)


def run(host: str, port: int, connections: int, seconds: float, window: int, pause: float = 0.0) -> dict:
    """Full speed; or, with a pause, every device once in each pause, spread over five seconds of it."""
    now = datetime.now()  # noqa: DTZ005 - the clock of this machine stands for the devices'
    devices = [Device(host, port, frames(number, now)) for number in range(connections)]
    poll = select.epoll()
    by_file = {}
    for device in devices:
        by_file[device.socket.fileno()] = device
        poll.register(device.socket.fileno(), select.EPOLLIN)
    latencies: list[float] = []
    begun, worked = time.perf_counter(), time.process_time()
    end = begun + seconds
    if not pause:
        for device in devices:
            device.send(window)
    turn, sent_in_turn = begun, 0
    while (moment := time.perf_counter()) < end:
        if pause:
            due = min(connections, int(connections * (moment - turn) / min(5.0, pause)) + 1)
            for device in devices[sent_in_turn:due]:
                device.send(1)
            sent_in_turn = max(due, sent_in_turn)
            if moment - turn >= pause:
                turn, sent_in_turn = moment, 0
        for file, _event in poll.poll(0.005 if pause else 1.0):
            device = by_file[file]
            answers = device.socket.recv(65536).count(b"##")
            then = time.perf_counter()
            latencies += [then - sent for sent in device.sent[:answers]]
            del device.sent[:answers]
            if not pause and answers:
                device.send(answers)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    for device in devices:
        device.socket.close()
    latencies.sort()
    quantile = {q: latencies[min(len(latencies) - 1, int(len(latencies) * q / 100))] for q in (50, 99)}
    return {
        "answered": len(latencies),
        "seconds": took,
        "a_second": len(latencies) / took,
        "p50_ms": 1000 * quantile[50],
        "p99_ms": 1000 * quantile[99],
        "own_us": 1e6 * worked / max(len(latencies), 1),
    }


if __name__ == "__main__":
    host, port, connections, seconds, window, *rest = sys.argv[1:]
    given = (host, int(port), int(connections), float(seconds), int(window), *(float(one) for one in rest))
    print(json.dumps(run(*given)))
