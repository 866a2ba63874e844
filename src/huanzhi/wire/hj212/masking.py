"""Masking 脱敏: a frame as text that may be shown: passwords and keys as stars, bytes that are no text by their number.

HJ 212 sends PW in the clear in every frame; whoever reads frames must not learn it.
"""

import re

STARS = "******"
_NAMED = r"(?<![A-Za-z0-9])((?:new|old)?(?:pw|pwd|passwd|password|secret|key|sm4key|i?token))(?![A-Za-z0-9])"
_SECRET = re.compile(_NAMED + r"([\"']?\s*[=:]\s*[\"']?)((?:(?!&&)[^;,\"'\r\n])+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def masked(text: str) -> str:
    """The text with the value of everything that is named as a password or key replaced by stars.

    >>> masked("ST=32;CN=1072;PW=123456;MN=A;Flag=5;CP=&&NewPW=654321&&")
    'ST=32;CN=1072;PW=******;MN=A;Flag=5;CP=&&NewPW=******&&'
    >>> masked('{"pw": "a b", "mn": "A"}')
    '{"pw": "******", "mn": "A"}'
    """
    return _SECRET.sub(rf"\1\2{STARS}", text)


def secret(name: str) -> bool:
    """Whether a field of that name holds a password or key.

    >>> secret("NewPW"), secret("PW"), secret("w01018-Avg")
    (True, True, False)
    """
    return bool(_SECRET.fullmatch(f"{name}=x"))


def readable(raw: bytes) -> str:
    r"""Bytes of a frame as text to show: UTF-8 or GBK, passwords masked, what is no character as \xNN.

    >>> readable(b"##0046ST=32;PW=123456;MN=A\x00\r\n")
    '##0046ST=32;PW=******;MN=A\\x00\r\n'
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    return masked(_CONTROL.sub(lambda hit: f"\\x{ord(hit[0]):02x}", text))
