"""Several processes that live and die together: the web server and the worker of the demo and of small installations."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

_PR_SET_PDEATHSIG = 1


def together(commands: Sequence[Sequence[str]], environment: dict[str, str]) -> int:
    """Run ``commands`` (words after ``qiaoliang``) until one ends or we are told to stop; then end all of them.

    A child is told to stop by the kernel should we be killed ourselves. The exit status is the first one's that ended."""
    children = [_start(words, environment) for words in commands]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    ended = next((child.returncode for child in children if child.poll() is not None), 0)
    _end(children)
    return 0 if stopping else ended or 1


def _start(words: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    parent = os.getpid()

    def follow() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends the children in order
        if os.getppid() != parent:
            os._exit(1)

    command = [sys.executable, "-m", "qiaoliang", *words]
    return subprocess.Popen(command, env=environment, preexec_fn=follow)  # noqa: S603


def _end(children: Sequence[subprocess.Popen[bytes]], patience: float = 10.0) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + patience
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
