"""``qiaoliang migrate``: bring the database to this version's shape."""

from __future__ import annotations

import argparse
import sys

from qiaoliang.base.core.env import data_folder
from qiaoliang.project import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing when all is well")


def run(args: argparse.Namespace) -> int:
    setup.django()
    migrate(verbosity=0 if args.quiet else 1)
    if not args.quiet:
        print(f"数据目录 Data: {data_folder()}", file=sys.stderr)
    return 0


def migrate(verbosity: int) -> None:
    """Tables, the cache table that log-in limits need, years of the calendar that came with this version."""
    from django.core.management import call_command

    from qiaoliang.base.core.who import SYSTEM
    from qiaoliang.base.workdays import actions as workdays

    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=0)
    workdays.load_shipped(SYSTEM)
