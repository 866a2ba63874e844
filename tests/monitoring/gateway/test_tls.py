"""The gateway over TLS."""

import asyncio
import shutil
import ssl
import subprocess

import pytest
from tests.monitoring.gateway.test_gateway import answers


@pytest.fixture
def certificate(tmp_path):
    """A certificate of this test's own."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the program openssl to make a certificate")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    words += ["-keyout", str(key), "-out", str(cert), "-days", "1", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*words, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return cert, key


def test_frames_over_tls_are_answered_and_plain_bytes_are_not(committed, certificate, frame):
    from huanzhi.config.database import dsn
    from huanzhi.monitoring.gateway.server import Gateway

    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(*certificate)
    client = ssl.create_default_context(cafile=certificate[0])

    async def session():
        gateway = Gateway(dsn())
        port = await gateway.start("127.0.0.1", 0, server)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client)
            writer.write(frame())
            found = await answers(reader)
            writer.close()
            plain, other = await asyncio.open_connection("127.0.0.1", port)
            other.write(frame())
            try:
                said = await asyncio.wait_for(plain.read(), 5)
            except ConnectionError:
                said = b""
            return [one.cn for one in found], said
        finally:
            await gateway.stop()

    found, said = asyncio.run(session())
    assert found == ["9014"]
    assert b"9014" not in said
