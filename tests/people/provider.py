"""A small OpenID Connect provider on the loopback: discovery, consent, token, keys; it can be told to lie."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


def _url64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


@cache
def _key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


class Provider:
    """Signs in `subject` for every client that asks; `lie` changes the claims, `key` what signs them."""

    def __init__(self) -> None:
        self.subject, self.lie, self.alg, self.kid = "u-1", {}, "RS256", "k1"
        self.key = _key("k1")
        self.signs_with = self.key
        self.algs = ["RS256"]
        self.asked: dict[str, dict[str, str]] = {}  # what was asked, by code
        self.checked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.claims_issuer = self.issuer
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """No more answers."""
        self.server.shutdown()
        self.server.server_close()

    def metadata(self) -> dict:
        """What discovery says."""
        return {
            "issuer": self.claims_issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": self.algs,
        }

    def keys(self) -> dict:
        """The public key."""
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, query: dict[str, str]) -> str:
        """Back to the client with a code."""
        code = secrets.token_urlsafe(16)
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict:
        """The signed token for a code; checks the client and PKCE."""
        asked = self.asked.pop(form["code"])
        hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert _url64(hashed).decode() == asked["code_challenge"]
        client = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        assert client == "huanzhi:a secret"
        self.checked.append(form["code"])
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.subject, "aud": "huanzhi", "nonce": asked["nonce"]}
        claims |= {"iat": now, "exp": now + 60} | self.lie
        header = {"alg": self.alg, "kid": self.kid}
        signed = (
            jwt.encode(header, claims, self.signs_with) if self.signs_with else self._by_hand(header, claims)
        )
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    def _by_hand(self, header: dict, claims: dict) -> str:
        """Libraries refuse to sign so; an attacker does not ask them."""
        said = b".".join(_url64(json.dumps(part).encode()) for part in (header, claims))
        return b".".join([said, _url64(hmac.digest(self.key.as_pem(private=False), said, "sha256"))]).decode()

    def turn_key(self) -> None:
        """A new key under a new name, as providers do now and then."""
        self.kid = "k2"
        self.key = self.signs_with = _key(self.kid)

    def sign_by_public_key(self) -> None:
        """The old trick: the public key as the secret of a symmetric signature."""
        self.alg, self.algs = "HS256", ["RS256", "HS256"]
        self.signs_with = None


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            if place.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(place.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            elif place.path == "/keys":
                self._json(provider.keys())
            else:
                self._json(provider.metadata())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._json(provider.token(form, self.headers.get("Authorization", "")))

        def _json(self, document: dict) -> None:
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    return Handler
