"""Keeps channels that people choose out of the office's own network.

Whoever may give the address of a chat may otherwise make this server talk to any machine it can
reach: its own services, a router's settings, a cloud's metadata. A check of the name beforehand
is not enough, since a name may resolve to something else a moment later (DNS rebinding) and a
server may answer with a redirect. So the connection itself is checked, by the address it is
made to, through the interpreter's audit events, which no library can go around.
"""

import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from dondoc.channels.errors import ChannelError

_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOCAL_NAMES = frozenset({"localhost", "ip6-localhost", "ip6-loopback"})
_LOCAL_ENDINGS = (".localhost", ".localdomain", ".local", ".internal", ".lan", ".home.arpa")
# Public by their number and private by their use: a cloud's metadata, IETF protocol assignments.
_MORE_PRIVATE = (ip_network("168.63.129.16/32"), ip_network("192.0.0.0/24"))
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address behind it


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a machine of the open Internet.

    Not: private, loopback, link-local, multicast, reserved, unspecified, shared (RFC 6598), nor
    an IPv6 address that stands for such an IPv4 address. What is no IP address is not public.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and (inner := _inside(ip)) is not None:
        return is_public(str(inner))
    excluded = ip.is_multicast or ip.is_reserved or getattr(ip, "is_site_local", False)
    return ip.is_global and not excluded and not any(ip in more for more in _MORE_PRIVATE)


def _inside(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def refuse_private_host(host: str, scheme: str) -> None:
    """Raises ChannelError for a host that is private as it is written, without asking DNS.

    Numbers are read as the system reads them: 127.1 and 0x7f000001 are 127.0.0.1.
    """
    name = host.strip("[]").rstrip(".").lower()
    local = name in _LOCAL_NAMES or name.endswith(_LOCAL_ENDINGS)
    if local or any(not is_public(address) for address in _numeric(name)):
        raise ChannelError("channel.error.private_host", scheme=scheme)


def _numeric(host: str) -> list[str]:
    try:
        addresses = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return [str(where[4][0]) for where in addresses]


class PrivateAddressError(OSError):
    """A connection that was about to be made to the office's own network."""


@dataclass
class AddressGuard:
    """A guard that refuses addresses of the inner network.

    `refused`: the address that was not connected to, "" if there was none.
    """

    allowed: frozenset[tuple[str, int]] = frozenset()
    refused: str = field(default="")

    def check(self, address: Any) -> None:
        """Raises PrivateAddressError unless the address is public, or a proxy's."""
        host = str(address[0]) if isinstance(address, tuple) else str(address)
        where = (host, address[1]) if isinstance(address, tuple) else None
        if not is_public(host) and where not in self.allowed:
            self.refused = host
            raise PrivateAddressError(f"{host} is not a public address")


_guard: ContextVar[AddressGuard | None] = ContextVar("_guard", default=None)


@contextmanager
def guarding() -> Iterator[AddressGuard]:
    """Within the block, this thread makes no connection to a private address.

    The office's own proxy, as the environment names it, is allowed. Then it is the proxy that
    resolves names, and must keep its own network closed.
    """
    _install()
    guard = AddressGuard(_proxies())
    token = _guard.set(guard)
    try:
        yield guard
    finally:
        _guard.reset(token)


@cache
def _install() -> None:
    """Audit hooks cannot be removed; this one does nothing outside of `guarding`."""
    sys.addaudithook(_watch)


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in _EVENTS:
        guard = _guard.get()
        if guard is not None:
            guard.check(args[1])


def _proxies(new_codes: Mapping[str, str] | None = None) -> frozenset[tuple[str, int]]:
    urls = [url for name, url in (new_codes or getproxies()).items() if name in {"http", "https"}]
    return frozenset(where for url in urls for where in _resolved(url))


def _resolved(url: str) -> list[tuple[str, int]]:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return []
    return [(str(where[4][0]), port) for where in addresses]
