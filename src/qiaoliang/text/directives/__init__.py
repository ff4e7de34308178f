"""Directives: a Chinese official text becomes tasks, each with the sentence it came from and the reason.

``read_plan`` is the whole of it; ``compare`` sets two readings side by side.
"""

from __future__ import annotations

from qiaoliang.text.directives.engine import read_plan
from qiaoliang.text.directives.model import KINDS, Plan, Task, Uncovered

__all__ = ["KINDS", "Plan", "Task", "Uncovered", "read_plan"]
