"""Fetching addresses, against real TLS servers on this machine with a certificate authority of their own."""

import functools
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ArticleError
from geo.reading.addresses import AddressFault, is_public, target_of
from geo.reading.fetching import Rules, allowed, fetch, read_address

PAGE = (
    "<html><head><title>Raids on Idlib</title></head><body><article>"
    + "".join(f"<p>Air raids across the province killed 13 civilians on day {n}, monitors said.</p>" for n in range(9))
    + "</article></body></html>"
).encode()
HOST = "news.example.org"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what is tested."""


@dataclass
class Site:
    """A TLS server: what it answers by path, what it was asked."""

    rules: Rules
    port: int
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"https://{HOST}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    authority = trustme.CA()
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, dict(self.headers)))
            pages[self.path](self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.02), daemon=True).start()

    def trust() -> ssl.SSLContext:
        made = ssl.create_default_context()
        authority.configure_trust(made)
        return made

    port = server.server_address[1]
    rules = Rules(
        seconds=5.0,
        ports=frozenset({443, port}),
        resolver=lambda _host, _port: ["127.0.0.1"],
        permits=lambda address: str(address) == "127.0.0.1",
        trust=trust,
    )
    yield Site(rules, port, pages, asked)
    server.shutdown()
    server.server_close()


def gives(body: bytes, kind: str = "text/html", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def leads(where: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", where)
        handler.end_headers()

    return answer


def refusal(site: Site, url: str, rules: Rules | None = None) -> str:
    with pytest.raises(ArticleError) as caught:
        fetch(url, rules or site.rules)
    return str(caught.value)


def test_a_page_becomes_an_article_with_its_address_and_no_cookie_is_sent(site: Site) -> None:
    site.pages["/a"] = leads("/b")
    site.pages["/b"] = gives(PAGE, Set_Cookie="id=1")
    reading = read_address(site.url("/a"), rules=site.rules, switched_on=True)
    (article,) = reading.articles
    assert (article.title, article.url) == ("Raids on Idlib", site.url("/b"))
    assert "killed 13 civilians on day 8" in article.text
    assert [path for path, _ in site.asked] == ["/a", "/b"]
    assert all("Cookie" not in headers and "Referer" not in headers for _, headers in site.asked)


def test_it_is_off_unless_switched_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_FETCH", raising=False)
    reading = read_address(site.url("/a"), rules=site.rules)
    assert "addresses are not fetched here" in str(reading.refused[0])
    assert site.asked == []
    monkeypatch.setenv("DATELINE_FETCH", "1")
    assert allowed()


def test_a_redirect_to_a_private_address_is_not_followed(site: Site) -> None:
    hosts = {HOST: ["127.0.0.1"], "inside.example.org": ["10.0.0.7"]}
    rules = replace(site.rules, resolver=lambda host, _port: hosts.get(host, [host]))
    site.pages["/name"] = leads("https://inside.example.org/")
    site.pages["/number"] = leads("https://169.254.169.254/latest/meta-data/")
    site.pages["/plain"] = leads(f"http://{HOST}/")
    site.pages["/file"] = leads("file:///etc/passwd")
    assert "private or reserved network" in refusal(site, site.url("/name"), rules)
    assert "private or reserved network" in refusal(site, site.url("/number"), rules)
    assert "does not begin with https://" in refusal(site, site.url("/plain"), rules)
    assert "does not begin with https://" in refusal(site, site.url("/file"), rules)


def test_redirects_end(site: Site) -> None:
    site.pages["/loop"] = leads("/loop")
    assert "leads on more than 5 times" in refusal(site, site.url("/loop"))
    assert len(site.asked) == 6


def test_one_private_address_among_several_is_enough_to_refuse(site: Site) -> None:
    rules = replace(site.rules, resolver=lambda _host, _port: ["127.0.0.1", "192.168.1.1"])
    assert "private or reserved network" in refusal(site, site.url("/a"), rules)
    assert site.asked == []


def test_a_name_that_changes_its_address_is_asked_once_and_pinned(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    rules = replace(site.rules, resolver=lambda _host, _port: next(answers))
    site.pages["/a"] = gives(PAGE)
    assert fetch(site.url("/a"), rules).data == PAGE
    assert next(answers) == ["10.0.0.1"]  # the second answer was never asked for


def test_a_slow_drip_ends_with_the_clock(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"<p>")
            time.sleep(0.05)

    def dripping_head(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(100):
            handler.wfile.write(b"H")
            time.sleep(0.05)

    site.pages["/slow"], site.pages["/head"] = drip, dripping_head
    rules = replace(site.rules, seconds=0.5)
    for path in ("/slow", "/head"):
        began = time.monotonic()
        assert "took longer than" in refusal(site, site.url(path), rules)
        assert time.monotonic() - began < 2.0


def test_a_resolver_that_never_answers_ends_with_the_clock(site: Site) -> None:
    def never(_host: str, _port: int) -> list[str]:
        time.sleep(2)
        return []

    rules = replace(site.rules, seconds=0.3, resolver=never)
    assert "took longer than" in refusal(site, site.url("/a"), rules)


def test_what_is_too_large_is_refused_told_or_not_packed_or_not(site: Site) -> None:
    rules = replace(site.rules, size=100_000)
    site.pages["/told"] = gives(b"x", Content_Length=str(2**30))
    site.pages["/untold"] = gives(b"<p>" * 100_000)
    site.pages["/bomb"] = gives(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    site.pages["/odd"] = gives(b"x", Content_Encoding="br")
    for path in ("/told", "/untold", "/bomb"):
        assert "it is larger than" in refusal(site, site.url(path), rules)
    assert "packed as 'br'" in refusal(site, site.url("/odd"), rules)


def test_gzip_within_the_size_is_unpacked_and_a_charset_of_the_server_counts(site: Site) -> None:
    site.pages["/zip"] = gives(gzip.compress(PAGE), Content_Encoding="gzip")
    site.pages["/latin"] = gives("Alcalá was shelled".encode("cp1252"), "text/plain; charset=windows-1252")
    assert fetch(site.url("/zip"), site.rules).data == PAGE
    assert fetch(site.url("/latin"), site.rules).data.decode() == "Alcalá was shelled"


def test_kinds_and_answers_that_are_no_articles(site: Site) -> None:
    def gone(handler: BaseHTTPRequestHandler) -> None:
        handler.send_error(404)

    site.pages["/image"], site.pages["/gone"] = gives(b"GIF8", "image/gif"), gone
    site.pages["/short"] = gives(b"<p>", Content_Length="500")
    assert "it is image/gif, not a page" in refusal(site, site.url("/image"))
    assert "it answers 404" in refusal(site, site.url("/gone"))
    assert "it gave no answer (IncompleteRead)" in refusal(site, site.url("/short"))


def test_a_wrong_certificate_is_refused(site: Site) -> None:
    site.pages["/a"] = gives(PAGE)
    assert "its certificate is not valid" in refusal(
        site, site.url("/a"), replace(site.rules, trust=ssl.create_default_context)
    )
    other = f"https://other.example.org:{site.port}/a"
    assert "its certificate is not valid" in refusal(site, other)
    assert site.asked == []


def test_nobody_answers(site: Site) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    rules = replace(site.rules, ports=frozenset({port}))
    assert "it gave no answer (ConnectionRefusedError)" in refusal(site, f"https://{HOST}:{port}/", rules)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "198.18.0.1", "192.0.0.8", "::1", "::", "fe80::1", "fe80::1%1", "fc00::1", "fd00:ec2::254",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "2002:7f00:1::",
        "2002:a9fe:a9fe::1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2001:0:1::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_ranges_that_lead_inside(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_ranges_of_the_public_network(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001", "localhost", "[::1]"])
def test_odd_spellings_of_the_own_machine_are_judged_by_what_they_resolve_to(host: str) -> None:
    with pytest.raises(ArticleError, match=r"private or reserved|host is unknown"):
        fetch(f"https://{host}/", Rules(seconds=5.0))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "https://user:pw@example.org/",
        "https://example.org:22/", "https:///path", "https://", "//example.org", "https://exa mple.org/",
        "https://example.org/\r\nHost: x", "https://example.org\\@evil.org/", "https://[::1", "https://[fe80::1%25eth0]/",
        "javascript:alert(1)", "", "https://example.org/" + "a" * 3000, "https://a..b/", "https://example.org:99999/",
    ],
)  # fmt: skip
def test_addresses_that_are_never_asked(url: str) -> None:
    with pytest.raises(AddressFault):
        target_of(url)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_a_fault(text: str) -> None:
    try:
        target = target_of("https://" + text)
    except AddressFault:
        return
    assert target.url.isascii()
    assert not set(target.path) & set(" \r\n\t")
