"""How many frames a second one core reads, with check and structure; against a peer's plain loop in the same run.

The peer does what a careful script does: the check bit by bit as annex A prints it, then `split` on `;`, `,` and `=`.
It weighs nothing: no leniencies, no plausibility, no resynchronisation.
"""

from report import median_seconds, publish

from huanzhi.wire.hj212 import Frame, Message, Splitter, encode, parse, peek, readings

HEAD = "QN=20260501080000{n:03};ST=31;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20260501070000"
FACTORS = ("a21026", "a21002", "a34013", "a19001", "a01011", "a01012", "a01013", "a01014", "a00000", "a21005")
FRAMES = 2_000


def stream() -> bytes:
    """Hour data of ten factors of a stack."""
    frames = []
    for n in range(FRAMES):
        values = [f"{code}-Avg={n % 97}.{n % 10},{code}-Flag=N" for code in FACTORS]
        frames.append(encode((HEAD.format(n=n % 1000) + ";" + ";".join(values) + "&&").encode()))
    return b"".join(frames)


def ours(data: bytes) -> int:
    """The stream in pieces as a socket gives them, each frame read."""
    splitter, seen = Splitter(), 0
    for at in range(0, len(data), 65_536):
        for one in splitter.feed(data[at : at + 65_536]):
            if isinstance(one, Frame):
                parse(one.segment)
                seen += 1
    return seen


def peer(data: bytes) -> int:
    """A plain loop over lines."""
    seen = 0
    for line in data.split(b"\r\n"):
        if not line:
            continue
        body, register = line[6:-4], 0xFFFF
        for byte in body:
            register = (register >> 8) ^ byte
            for _ in range(8):
                low = register & 1
                register >>= 1
                if low:
                    register ^= 0xA001
        if register != int(line[-4:], 16):
            continue
        head, _, rest = body.decode().partition("CP=&&")
        fields = dict(part.split("=") for part in head.strip(";").split(";"))
        values = dict(pair.split("=") for part in rest[:-2].split(";") for pair in part.split(","))
        seen += bool(fields and values)
    return seen


def looked_at(segments: list[bytes]) -> int:
    """The heads alone, as a gateway wants them before it answers."""
    return sum(peek(segment) is not None for segment in segments)


def measured(messages: list[Message]) -> int:
    """The readings of what was read."""
    return sum(len(readings(message)[0]) for message in messages)


def main() -> None:
    """Medians of five over the same stream."""
    data = stream()
    segments = [one.segment for one in Splitter().feed(data) if isinstance(one, Frame)]
    messages = [parse(segment) for segment in segments]
    assert looked_at(segments) == FRAMES
    assert measured(messages) == FRAMES * len(FACTORS)
    assert ours(data) == peer(data) == FRAMES
    us, them = median_seconds(lambda: ours(data)), median_seconds(lambda: peer(data))
    figures = {"decoded": (FRAMES / us, "frames/s"), "bytes": (len(data) / us / 1e6, "MB/s")}
    figures["peeked"] = (FRAMES / median_seconds(lambda: looked_at(segments)), "frames/s")
    figures["into readings"] = (FRAMES / median_seconds(lambda: measured(messages)), "messages/s")
    figures["bytes a frame"] = (len(data) / FRAMES, "bytes")
    publish("hj212", figures, {"plain loop": (FRAMES / them, "frames/s")}, {"ours/plain loop": them / us})


if __name__ == "__main__":
    main()
