"""The online geocoder through geopy's real client, against a server on loopback that speaks Nominatim's protocol."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

from gazetteer.online import Online, OnlineError

ANSWER = {
    "lat": "35.8142",
    "lon": "36.3198",
    "display_name": "Jisr al-Shughur, Idlib, Syria",
    "name": "Jisr al-Shughur",
    "addresstype": "town",
    "importance": 0.5,
    "osm_type": "node",
    "osm_id": 7,
    "address": {"state": "Idlib", "country": "Syria", "country_code": "sy"},
}


class Server(ThreadingHTTPServer):
    """Answers by the name asked for, and keeps what it was asked."""

    asked: list[tuple[str, dict[str, list[str]], str]]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        query = parse_qs(urlparse(self.path).query)
        name = query["q"][0]
        self.server.asked.append((name, query, self.headers["User-Agent"]))
        status, body = {
            "busy": (429, b"slow down"),
            "down": (503, b"sorry"),
            "broken": (200, b"[{"),
            "odd": (200, b'{"error": "no"}'),
            "nowhere": (200, b"[]"),
        }.get(name, (200, json.dumps([ANSWER]).encode()))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name in the base class
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Handler)
    made.asked = []
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def online(server: Server, cache: Path, waits: list[float] | None = None) -> Online:
    waited = waits if waits is not None else []
    return Online(cache, domain=f"127.0.0.1:{server.server_port}", scheme="http", wait=waited.append)


def test_an_answer_is_a_place_marked_as_from_outside(server: Server, tmp_path: Path) -> None:
    (match,) = online(server, tmp_path).lookup("Jisr", country="SY")
    assert match.place is not None
    assert (match.place.kind, match.place.country, match.place.admin1, match.place.lon) == (
        "town",
        "SY",
        "Idlib",
        36.3198,
    )
    assert match.place.place_id == "osm:node/7"
    assert any("outside" in reason for reason in match.reasons)
    assert match.score <= 0.6
    name, query, agent = server.asked[0]
    assert (name, query["countrycodes"], agent.split("/")[0]) == ("Jisr", ["sy"], "dateline")


def test_the_cache_answers_the_second_time_misses_too(server: Server, tmp_path: Path) -> None:
    for _ in range(2):
        assert len(online(server, tmp_path).lookup("Jisr")) == 1
        assert online(server, tmp_path).lookup("nowhere") == []
    assert [name for name, _, _ in server.asked] == ["Jisr", "nowhere"]


def test_requests_keep_a_second_apart(server: Server, tmp_path: Path) -> None:
    waits: list[float] = []
    geocoder = online(server, tmp_path, waits)
    geocoder.lookup("one")
    geocoder.lookup("two")
    assert 0.5 < waits[-1] <= 1.0


@pytest.mark.parametrize("name", ["busy", "down", "broken", "odd"])
def test_a_server_in_trouble_is_said_in_one_sentence(server: Server, tmp_path: Path, name: str) -> None:
    with pytest.raises(OnlineError, match=f"did not answer for '{name}'"):
        online(server, tmp_path).lookup(name)
    assert list(tmp_path.glob("*.json")) == []


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OnlineError):
        Online(tmp_path, domain="127.0.0.1:9", scheme="http", wait=lambda _: None).lookup("Jisr")


def test_an_empty_name_asks_nobody(server: Server, tmp_path: Path) -> None:
    assert online(server, tmp_path).lookup("  ") == []
    assert server.asked == []
