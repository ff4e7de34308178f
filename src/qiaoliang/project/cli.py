"""The one command line, ``qiaoliang``.

Each command is a module of ``qiaoliang.project.commands`` with ``add_arguments(parser)`` and ``run(args) -> int``.
A command's module is imported only when it is called, so ``plan`` and ``sort`` start without Django.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

#: command → (one line of help, module under ``qiaoliang.project.commands``)
COMMANDS: dict[str, tuple[str, str]] = {
    "account": ("open an account, or give a new one-time password", "account"),
    "audit": ("find out whether the audit log was tampered with", "audit"),
    "backup": ("everything but the keys in one archive, while the service runs", "backup"),
    "catalog": ("load, show and export categories, clocks, duties, referrals and texts", "catalog"),
    "check": ("is the installation sound, and what to do where it is not", "check"),
    "demo": ("a whole invented district, to try everything", "demo"),
    "district": ("set a district up from one readable file", "district"),
    "django": ("Django's own commands, for engineers", "django"),
    "import-cases": ("bring cases in from an office's table, go on after a stop, take all back", "import_cases"),
    "keys": ("make the keys, exchange one while running, keep a safe copy, check them", "keys"),
    "migrate": ("bring the database to this version's shape", "migrate"),
    "plan": ("turn a speech or document into tasks, each with its sentence", "plan"),
    "restore": ("an archive into an empty place, or a drill that proves it could be done", "restore"),
    "serve": ("the web server", "serve"),
    "sort": ("suggest units for messages, group the same matter, find hot issues", "sort"),
    "worker": ("do the work that waits, and what the clock brings", "worker"),
    "workdays": ("load a year's days off, show a year, count a term", "workdays"),
}


def build_parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """The whole parser; only the chosen command's module is imported for its options."""
    parser = argparse.ArgumentParser(prog="qiaoliang", description="Qiaoliang 桥梁")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (line, module) in COMMANDS.items():
        sub = commands.add_parser(name, help=line, description=line)
        if name == chosen:
            import_module(f"qiaoliang.project.commands.{module}").add_arguments(sub)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status is the command's own."""
    argv = sys.argv[1:] if argv is None else argv
    chosen = next((word for word in argv if not word.startswith("-")), None)
    args = build_parser(chosen).parse_args(argv)
    command = import_module(f"qiaoliang.project.commands.{COMMANDS[args.command][1]}")
    return int(command.run(args) or 0)


if __name__ == "__main__":
    sys.exit(main())
