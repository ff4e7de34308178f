"""Bringing Django up for a command."""

from __future__ import annotations

import os


def django(mode: str | None = None) -> None:
    """Load settings and apps once; ``mode`` fills QIAOLIANG_MODE where the environment does not say."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiaoliang.project.settings")
    if mode:
        os.environ.setdefault("QIAOLIANG_MODE", mode)
    import django as framework

    framework.setup()
