"""The receipt of a case: code and secret to keep, printable; the QR code carries the code only, never the secret."""

from __future__ import annotations

import re

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qiaoliang.ui.contract import Contract

#: ISO/IEC 18004 has eight masks, all of which every reader knows. To try them all for the handsomest was a fifth of the work of a
#: new case; this one is chosen most often for addresses of ours
MASK = 3
_DARK = re.compile(b"\x01+")


class Props(Contract):
    """``qr`` is what the QR code says (the address of the page that asks for the secret). ``secret`` is shown once."""

    title: str
    code: str
    secret: str = ""
    qr: str = ""
    when: str = ""
    lines: tuple[str, ...] | list[str] = ()
    keep: str = ""

    @property
    def copied(self) -> str:
        """What the button copies: a line each, ready to be sent to the person."""
        lines = [(_("Case number"), self.code), (_("Secret"), self.secret)]
        return "\n".join([*(f"{label} {value}" for label, value in lines if value), *filter(None, [self.qr])])

    @property
    def qr_svg(self) -> SafeString:
        code = segno.make(self.qr, error="m", mask=MASK)
        side = len(code.matrix) + 2  # a module of quiet on each side, the rest is the white around it
        lines = "".join(_dark(number, bytes(row)) for number, row in enumerate(code.matrix, 1))
        picture = f'<svg viewBox="0 0 {side} {side}"><path stroke="#000" d="{lines}"/></svg>'
        return mark_safe(picture)  # noqa: S308 - drawn from modules, no text inside


def _dark(number: int, row: bytes) -> str:
    """The dark modules of a row as strokes through their middle, each beginning where the one before ended."""
    drawn, end = "", 0
    for run in _DARK.finditer(row):
        begin = f"m{run.start() - end} 0" if drawn else f"M{run.start() + 1} {number}.5"
        drawn, end = f"{drawn}{begin}h{run.end() - run.start()}", run.end()
    return drawn
