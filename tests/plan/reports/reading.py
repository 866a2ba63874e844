"""Reading what was written: links and words of a PDF, from its own structure."""

import re
import zlib

STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.S)
ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.S)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def streams(octets: bytes) -> bytes:
    """The file with its deflated streams opened."""
    found = [octets]
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", octets, re.S):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return b"\n".join(found)


def addresses(octets: bytes) -> set[str]:
    """Addresses that links of the PDF open."""
    return {uri.decode() for uri in re.findall(rb"/URI\s*\(((?:[^()\\]|\\.)*)\)", streams(octets))}


def words(octets: bytes) -> str:
    """Its words, run by run, as each of its fonts would read them: glyphs are told by the fonts' own maps."""
    opened = streams(octets)
    maps = [_map(table) for table in re.findall(rb"begincmap(.*?)endcmap", opened, re.S)]
    shown = re.findall(
        rb"\[((?:\([^()\\]*(?:\\.[^()\\]*)*\)|[^\]()])*)\]TJ|(\((?:[^()\\]|\\.)*\))Tj", opened, re.S
    )
    found = []
    for run in shown:
        plain = b"".join(_plain(part) for part in STRING.findall(run[0] or run[1]))
        codes = [int.from_bytes(plain[at : at + 2], "big") for at in range(0, len(plain) - 1, 2)]
        found += ["".join(known.get(code, "?") for code in codes) for known in maps]
    return "\n".join(found)


def _plain(part: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        said = found[1]
        return bytes([int(said, 8)]) if len(said) == 3 else LETTERS.get(said, said)

    return ESCAPE.sub(one, part)


def _map(table: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\n", table)
    return {int(code, 16): bytes.fromhex(said.decode()).decode("utf-16-be") for code, said in pairs}
