"""``qiaoliang serve``: the web server."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from qiaoliang.project import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (a proxy with TLS stands before it)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="server processes; with SQLite one is best")
    parser.add_argument("--threads", type=int, default=4, help="requests answered at once by one process")


def run(args: argparse.Namespace) -> int:
    setup.django()
    from qiaoliang.project import sqlite
    from qiaoliang.project.keep import service

    if not sqlite.is_safe() and _is_sqlite() and os.environ.get("QIAOLIANG_MODE") != "demo":
        print(
            "这台机器的 SQLite 版本在多连接下可能损坏数据，请用随附的环境启动，或改用 PostgreSQL。\n"
            "This SQLite may corrupt data under several connections. Start through `python3 qiao`, or use PostgreSQL.",
            file=sys.stderr,
        )
        return 2
    if not is_free(args.host, args.port):
        print(
            f"端口 {args.port} 已被占用，请用 --port 换一个。/ Port {args.port} is taken; choose another with --port.",
            file=sys.stderr,
        )
        return 2
    service.hold()
    _serve(args)
    return 0


def is_free(host: str, port: int) -> bool:
    """Whether we can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _serve(args: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "qiaoliang.project.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=args.threads,
        websockets=False,
        respawn_failed_workers=True,
        log_access=False,
        log_level="warning",
        workers_kill_timeout=5,
    ).serve()
