"""What a password must be, beyond Django's own checks (12 characters, not common, not the user name)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DIFFERENT = 5
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class VarietyValidator:
    """Long is good, but not ``111111111111``, ``secretsecret`` or ``qwertyuiop12``."""

    def validate(self, password: str, user: object | None = None) -> None:
        text = password.lower()
        if len(set(text)) < _DIFFERENT or _is_repeated(text) or _is_run(text):
            raise ValidationError(self.get_help_text(), code="password_no_variety")

    def get_help_text(self) -> str:
        return _("Use at least five different characters, no repeated word and no row of the keyboard.")


def _is_repeated(password: str) -> bool:
    """Whether it is one shorter piece again and again."""
    return (password + password).find(password, 1) < len(password)


def _is_run(password: str) -> bool:
    """Whether eight or more neighbours stand in a row of the keyboard, either way."""
    rows = [row for run in _RUNS for row in (run, run[::-1])]
    pieces = (password[i : i + 8] for i in range(len(password) - 7))
    return any(piece in row for piece in pieces for row in rows)
