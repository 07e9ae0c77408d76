"""Which addresses of the network may be asked: https, public hosts, and nothing that leads back inside."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10"),
    )
)
"""Ranges that lead inside or nowhere, whatever a version of Python takes for global: carriers' own, benchmarks,
IPv4 inside IPv6 (compatible, Teredo, 6to4), unique local, link local, site local."""
_ODD: Final = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST: Final = 2_048
HTTPS: Final = 443


class AddressFault(ValueError):
    """An address may not be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: the host as DNS and TLS know it, the port, what to ask it for, and the whole again."""

    host: str
    port: int
    path: str
    url: str


def target_of(url: str, ports: Iterable[int] = (HTTPS,)) -> Target:
    """Return an https address taken apart.

    Raises:
        AddressFault: it is no https address, names a user or an odd port, or cannot be one at all.

    >>> target_of("https://example.org/näws?a=1#top").url
    'https://example.org/n%C3%A4ws?a=1'
    >>> target_of("http://example.org/")
    Traceback (most recent call last):
    geo.reading.addresses.AddressFault: it does not begin with https://; only such addresses are fetched
    """
    text = url.strip()
    if _ODD.search(text) or len(text) > _LONGEST:
        raise AddressFault("it is no address; copy it anew from the browser")
    try:
        parts = urlsplit(text)
        port = parts.port or HTTPS
        host = (parts.hostname or "").rstrip(".")
        if ":" not in host:
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise AddressFault("it is no address; copy it anew from the browser") from None
    if parts.scheme != "https":
        raise AddressFault("it does not begin with https://; only such addresses are fetched")
    if not host or "%" in host:
        raise AddressFault("it names no host; copy it anew from the browser")
    if parts.username is not None or parts.password is not None:
        raise AddressFault("it carries a user name; take that out")
    if port not in ports:
        raise AddressFault(f"it names the port {port}; only the usual one is asked")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    shown = f"[{host}]" if ":" in host else host
    return Target(host, port, path, f"https://{shown}{'' if port == HTTPS else f':{port}'}{path}")


def is_public(address: IPAddress) -> bool:
    """Whether an address lies in the public network, also by the IPv4 address that an IPv6 address may carry.

    >>> [is_public(ipaddress.ip_address(a)) for a in ("8.8.8.8", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.scope_id is not None:
            return False
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_private)
