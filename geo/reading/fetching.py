"""Pages and feeds from the network, where the person who runs Dateline has switched that on.

https alone, on the usual port; only to public addresses; the connection goes to the address that was checked, while
TLS still verifies the name; every redirect is checked anew; 10 s and 5 MB in all; no cookies, no proxies.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urljoin

from geo.errors import ArticleError
from geo.reading.addresses import HTTPS, AddressFault, IPAddress, Target, is_public, target_of
from geo.reading.articles import Reading
from geo.reading.limits import MIB, Limits, megabytes
from geo.reading.worker import read_safely

SWITCH: Final = "DATELINE_FETCH"
AGENT: Final = "Dateline (article reader)"
ENDINGS: Final[Mapping[str, str]] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""The kinds of content that are read, and the ending whose reader reads them."""
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_CHUNK: Final = 65_536
_OFF: Final = (
    "addresses are not fetched here; paste or upload the text (whoever runs Dateline can set DATELINE_FETCH=1)"
)


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system resolves it.

    Raises:
        OSError: the name is unknown.
    """
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What fetching may do: `seconds` and `size` (bytes) for all redirects together; the rest is for tests."""

    seconds: float = 10.0
    size: int = 5 * MIB
    redirects: int = 5
    ports: frozenset[int] = frozenset({HTTPS})
    resolver: Callable[[str, int], Sequence[str]] = resolve
    permits: Callable[[IPAddress], bool] = is_public
    trust: Callable[[], ssl.SSLContext] = field(default=ssl.create_default_context)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the address after redirects, the ending that its content type stands for, the bytes."""

    url: str
    ending: str
    data: bytes


def allowed(secrets: Mapping[str, object] | None = None) -> bool:
    """Whether addresses may be fetched: `DATELINE_FETCH=1` in the environment or among Streamlit's secrets.

    >>> allowed({"DATELINE_FETCH": "1"})
    True
    """
    given = str((secrets or {}).get(SWITCH) or os.environ.get(SWITCH, ""))
    return given.strip().lower() in ("1", "true", "yes", "on")


def read_address(
    url: str, *, limits: Limits | None = None, rules: Rules | None = None, switched_on: bool | None = None
) -> Reading:
    """Fetch a page or a feed and read it in a process of its own; what goes wrong is a refusal.

    Args:
        url: an https address; a feed gives an article for each entry.
        limits: of the reading, those of the environment by default.
        rules: of the fetching.
        switched_on: whether fetching is allowed; by default what `allowed()` says.

    >>> read_address("https://example.org/", switched_on=False).refused[0].args[0][:60]
    'https://example.org/: addresses are not fetched here; paste '
    """
    shown = url.strip()[:200] or "the address"
    if not (allowed() if switched_on is None else switched_on):
        return Reading((), (ArticleError(_OFF, path=shown),))
    try:
        page = fetch(url, rules)
    except ArticleError as fault:
        return Reading((), (fault,))
    reading = read_safely(f"page{page.ending}", page.data, limits=limits)
    articles = tuple(replace(article, url=article.url or page.url, path=shown) for article in reading.articles)
    refused = tuple(
        ArticleError(str(fault).split(": ", 1)[-1], path=shown, line=fault.line) for fault in reading.refused
    )
    return Reading(articles, refused)


def fetch(url: str, rules: Rules | None = None) -> Fetched:
    """Return what an https address gives.

    Raises:
        ArticleError: it may not be asked, does not answer in time, or gives something else than an article.
    """
    shown = url.strip()[:200] or "the address"
    try:
        return _Fetch(rules or Rules()).get(url)
    except AddressFault as fault:
        raise ArticleError(str(fault), path=shown) from None
    except ssl.SSLCertVerificationError as fault:
        raise ArticleError(f"its certificate is not valid ({fault.verify_message})", path=shown) from None
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise ArticleError(
            f"it gave no answer ({type(fault).__name__}); try later or paste the text", path=shown
        ) from None


class _Pinned(http.client.HTTPSConnection):
    """A connection to one checked address; the name still stands in the request and is verified by TLS."""

    def __init__(self, target: Target, address: str, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds, context=context)
        self._address = address
        self._trust = context
        self.guard: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address and no other."""
        raw = socket.create_connection((self._address, self.port), self.timeout)
        self.guard = raw.dup()
        self.sock = self._trust.wrap_socket(raw, server_hostname=self.host)


class _Fetch:
    """One address with its redirects, under one clock."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._end = time.monotonic() + rules.seconds

    def get(self, url: str) -> Fetched:
        for _ in range(self._rules.redirects + 1):
            target = target_of(url, self._rules.ports)
            found = self._ask(target)
            if isinstance(found, Fetched):
                return found
            url = urljoin(target.url, found)
        raise AddressFault(f"it leads on more than {self._rules.redirects} times; give the address it ends at")

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise self._late()
        return left

    def _late(self) -> AddressFault:
        return AddressFault(f"it took longer than {self._rules.seconds:.0f} s; try later or paste the text")

    def _ask(self, target: Target) -> Fetched | str:
        """Return what a target gives, or where it leads."""
        connection = _Pinned(target, self._checked(target), self._rules.trust(), self._left())
        headers = {"User-Agent": AGENT, "Accept": ", ".join(ENDINGS), "Accept-Encoding": "identity"}
        try:
            with self._watched(connection):
                connection.request("GET", target.path, headers=headers)
                with connection.getresponse() as response:
                    return self._answer(response, target)
        finally:
            connection.close()

    def _answer(self, response: http.client.HTTPResponse, target: Target) -> Fetched | str:
        where = response.getheader("Location")
        if response.status in _MOVED and where:
            return where
        if response.status != _OK:
            raise AddressFault(f"it answers {response.status}; look at it in a browser, or paste the text")
        ending = _ending(response)
        return Fetched(target.url, ending, _unicode(self._body(response), response, ending))

    @contextmanager
    def _watched(self, connection: _Pinned) -> Iterator[None]:
        """Cut the connection when the time is over, however slowly its bytes drip."""
        overdue = threading.Event()

        def cut() -> None:
            overdue.set()
            if connection.guard is not None:
                try:
                    connection.guard.shutdown(socket.SHUT_RDWR)
                except OSError:  # it is closed already
                    return

        timer = threading.Timer(self._left(), cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, http.client.HTTPException, ValueError):
            if overdue.is_set() or time.monotonic() >= self._end:
                raise self._late() from None
            raise
        finally:
            timer.cancel()
            if connection.guard is not None:
                connection.guard.close()
        if overdue.is_set():  # a cut stream may look like one that ended
            raise self._late()

    def _checked(self, target: Target) -> str:
        """Return the address to connect to; every address that the name has must be public."""
        addresses = self._resolved(target)
        for address in addresses:
            if not self._rules.permits(ipaddress.ip_address(address)):
                raise AddressFault("it leads to a private or reserved network; only public addresses are fetched")
        if not addresses:
            raise AddressFault("its host is unknown; check its spelling")
        return addresses[0]

    def _resolved(self, target: Target) -> list[str]:
        """Resolve a name within the time that is left; the system's own resolver knows no clock."""
        answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def work() -> None:
            try:
                answer.put(list(self._rules.resolver(target.host, target.port)))
            except (OSError, UnicodeError) as fault:
                answer.put(fault)

        threading.Thread(target=work, daemon=True).start()
        try:
            found = answer.get(timeout=self._left())
        except queue.Empty:
            raise self._late() from None
        if not isinstance(found, list):
            raise AddressFault("its host is unknown; check its spelling")
        return found

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """Return the body, unpacked, as long as it stays within its size."""
        unpack = _unpacker(response.getheader("Content-Encoding"))
        told = response.getheader("Content-Length") or ""
        if told.isdigit() and int(told) > self._rules.size:
            raise self._large()
        body = bytearray()
        received = 0
        while piece := response.read1(_CHUNK):
            received += len(piece)
            body += piece if unpack is None else unpack.decompress(piece, self._rules.size + 1 - len(body))
            if max(received, len(body)) > self._rules.size:
                raise self._large()
        if response.length:  # fewer bytes than promised
            raise http.client.IncompleteRead(bytes(body), response.length)
        return bytes(body)

    def _large(self) -> AddressFault:
        return AddressFault(f"it is larger than {megabytes(self._rules.size)}; paste the article's text")


def _unpacker(encoding: str | None) -> zlib._Decompress | None:
    if encoding is None or encoding.strip().lower() in ("", "identity"):
        return None
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise AddressFault(f"it comes packed as {encoding[:20]!r}, which was not asked for; paste the text")
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


def _ending(response: http.client.HTTPResponse) -> str:
    kind = response.headers.get_content_type() if response.getheader("Content-Type") else "nothing"
    if kind not in ENDINGS:
        raise AddressFault(f"it is {kind[:60]}, not a page, a feed, a PDF or a text")
    return ENDINGS[kind]


def _unicode(data: bytes, response: http.client.HTTPResponse, ending: str) -> bytes:
    """Return a page or text in UTF-8, by the charset that the server tells where it is not UTF-8 already."""
    charset = response.headers.get_content_charset()
    if ending not in (".html", ".txt") or charset is None:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset).encode("utf-8")
        except (LookupError, UnicodeError):
            return data
    return data
