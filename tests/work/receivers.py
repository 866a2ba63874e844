"""Real receivers on this machine: a mail server that speaks just enough SMTP, and a bureau's messaging tool."""

import hashlib
import hmac
import json
import socketserver
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SECRET = "a secret of sixteen or more"


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                parts = []
                while (part := self.rfile.readline()) != b".\r\n":
                    parts.append(part)
                self.server.got.append(message_from_bytes(b"".join(parts), policy=policy.default))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")


class _Tool(BaseHTTPRequestHandler):
    """Takes a call only when its signature holds, as the documentation tells a receiver to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp = self.headers["X-Huanzhi-Timestamp"]
        right = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        good = hmac.compare_digest(right, self.headers["X-Huanzhi-Signature"])
        status = self.server.answers.pop(0) if self.server.answers else (200 if good else 401)
        self.server.got.append((status, self.headers["X-Huanzhi-Delivery"], json.loads(body)))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Quiet."""


@contextmanager
def _running(server):
    server.got = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def mail_server():
    """A mail server; `got` are the mails it took."""
    return _running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp))


def messaging_tool(*answers, certificate=None):
    """A messaging tool; `got` are status, delivery and body of each call; `answers` go before its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Tool)
    server.answers = list(answers)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    return _running(server)


def certificate_in(path, host):
    """A key and a certificate of its own for a host, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(encoding))
    return path
