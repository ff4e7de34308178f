"""``qiaoliang django …``: Django's own commands, for engineers."""

from __future__ import annotations

import argparse

from qiaoliang.project import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="a Django command and its options")


def run(args: argparse.Namespace) -> int:
    setup.django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["qiaoliang django", *args.words])
    return 0
