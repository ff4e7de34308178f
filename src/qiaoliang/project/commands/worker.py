"""``qiaoliang worker``: does the work that waits, and what the clock brings."""

from __future__ import annotations

import argparse
import signal
import threading

from qiaoliang.project import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")


def run(args: argparse.Namespace) -> int:
    setup.django()
    from qiaoliang.base.jobs import worker
    from qiaoliang.project.keep import service

    service.hold()
    if args.once:
        worker.run_all()
        return 0
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    worker.run(stop)
    return 0
