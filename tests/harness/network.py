"""Tests talk to this machine only."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest


def is_local(host: object) -> bool:
    """Whether a host is this machine: loopback addresses, ``localhost``, or nothing at all (a bind to any)."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def refuse_foreign(family: int, address: Any) -> None:
    """Fails the test, past any ``except Exception`` of the code under test."""
    if family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
        pytest.fail(f"a test reached for the network: {address}")


def block() -> Callable[[], None]:
    """From now on only loopback and sockets in folders; returns what undoes it."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    look_up = socket.getaddrinfo

    def guarded(name: str) -> Callable[..., Any]:
        def call(self: socket.socket, *args: Any) -> Any:
            refuse_foreign(self.family, args[-1])
            return real[name](self, *args)

        return call

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse_foreign(socket.AF_INET, (host,))
        return look_up(host, *args, **kwargs)

    def undo() -> None:
        for name, method in real.items():
            setattr(socket.socket, name, method)
        socket.getaddrinfo = look_up

    for name in real:
        setattr(socket.socket, name, guarded(name))
    socket.getaddrinfo = guarded_look_up
    return undo
