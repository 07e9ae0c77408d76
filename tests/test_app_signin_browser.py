"""Sign-in in a browser against an OpenID Connect provider on loopback, written here: editors review, others look."""

from __future__ import annotations

import base64
import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from app_server import ROOT, Server
from chromium import opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
CLIENT: Final = "dateline-test"


class Provider(ThreadingHTTPServer):
    """An OpenID Connect provider that signs in whoever `person` is, without asking."""

    def __init__(self) -> None:
        from joserfc.jwk import RSAKey

        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.person = ""
        self.nonces: dict[str, str] = {}


class Answers(BaseHTTPRequestHandler):
    """The provider's five pages."""

    server: Provider

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _json(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Answer discovery, keys and the sign-in itself."""
        issuer, url = self.server.issuer, urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        elif url.path == "/keys":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        elif url.path == "/authorize":
            code = secrets.token_urlsafe(8)
            self.server.nonces[code] = asked.get("nonce", "")
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Give the token for a code."""
        from joserfc import jwt

        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.server.issuer,
            "aud": CLIENT,
            "sub": self.server.person,
            "email": self.server.person,
            "email_verified": True,
            "iat": now,
            "exp": now + 300,
            "nonce": self.server.nonces.pop(form["code"][0]),
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.server.key)
        access = base64.urlsafe_b64encode(secrets.token_bytes(9)).decode()
        self._json({"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": token})


@contextmanager
def provider() -> Iterator[Provider]:
    with Provider() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        try:
            yield running
        finally:
            running.shutdown()


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[tuple[Provider, Server]]:
    """A provider, and the app set up for it by a secrets file of its own."""
    with provider() as oidc:
        server = Server(tmp_path, DATELINE_EDITORS="ana@example.org")
        file = tmp_path / "secrets.toml"
        file.write_text(
            "[auth]\n"
            f'redirect_uri = "{server.address}/oauth2callback"\ncookie_secret = "{secrets.token_hex(16)}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "unused"\n'
            f'server_metadata_url = "{oidc.issuer}/.well-known/openid-configuration"\n',
            encoding="utf-8",
        )
        server.start(f"--secrets.files={file}")
        try:
            yield oidc, server
        finally:
            server.kill()


@pytest.mark.parametrize(("person", "may"), [("ana@example.org", True), ("eve@example.org", False)])
def test_listed_editors_review_and_others_look(
    browser: Browser, signed: tuple[Provider, Server], person: str, *, may: bool
) -> None:
    oidc, server = signed
    oidc.person = person
    assert not (ROOT / ".streamlit" / "secrets.toml").exists()
    with opened(browser, f"{server.address}/review", ready=None, offline=False) as (page, _seen):
        page.set_default_timeout(40_000)
        page.get_by_text("You may look at this desk, not decide on it.").first.wait_for()
        assert page.locator(".st-key-accept").count() == 0
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile(rf"^{re.escape(server.address)}/?(\?.*)?$"))  # back from the provider
        page.goto(f"{server.address}/review")
        page.get_by_text(f"Signed in as {person}").wait_for()
        if may:
            page.locator(".st-key-accept button").wait_for()
        else:
            page.get_by_text("You may look at this desk, not decide on it.").first.wait_for()
            assert page.locator(".st-key-accept").count() == 0
