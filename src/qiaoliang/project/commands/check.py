"""``qiaoliang check``: is the installation sound, and what to do where it is not?"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from qiaoliang.project import setup

if TYPE_CHECKING:
    from qiaoliang.base.health.queries import Line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for a monitoring system")
    parser.add_argument("--quick", action="store_true", help="only what the page at the desk looks at")
    parser.add_argument("--mend", action="store_true", help="make right what can be made right without a person")
    parser.add_argument("--english", action="store_true", help="in English")


def run(args: argparse.Namespace) -> int:
    """0 all is well, 1 something should be looked at, 2 something must be mended."""
    setup.django()
    from django.utils import translation

    from qiaoliang.base.core.checks import STATES, worst
    from qiaoliang.base.health import queries

    with translation.override("en" if args.english else "zh-hans"):
        lines = queries.look(thorough=not args.quick)
        if args.mend:
            lines = _mended(lines, thorough=not args.quick)
        if not args.quick:
            _remember(queries.states(lines))
        print(_json(lines) if args.json else _text(lines))
    return STATES.index(worst(line.state for line in lines))


def _mended(lines: list[Line], *, thorough: bool) -> list[Line]:
    from qiaoliang.base.core.checks import every
    from qiaoliang.base.health import queries

    broken = {line.key for line in lines if line.state != "ok"}
    for check in every():
        if check.mend and check.key in broken:
            check.mend()
    return queries.look(thorough=thorough)


def _remember(states: dict[str, str]) -> None:
    """For the page. A database that is not there or behind is a finding already."""
    from django.db import DatabaseError

    from qiaoliang.base.health import actions

    try:
        actions.remember(states)  # type: ignore[arg-type]
    except DatabaseError:
        return


def _json(lines: list[Line]) -> str:
    from qiaoliang.base.core.checks import worst

    found = [
        {"check": one.key, "state": one.state, "title": one.title, "says": one.says, "do": one.do} for one in lines
    ]
    return json.dumps({"state": worst(line.state for line in lines), "findings": found}, ensure_ascii=False, indent=1)


def _text(lines: list[Line]) -> str:
    from django.utils.translation import get_language

    from qiaoliang.base.health import views

    colon = ": " if get_language() == "en" else "："
    said = [
        f"[{views.said(line.state)}] {line.title}{colon}{line.says}" + (f"\n    → {line.do}" if line.do else "")
        for line in lines
    ]
    return "\n".join([*said, "", views.summary(lines)["text"]])
