"""A process of its own for a file from outside, with limits of memory and time.

A crafted file can make any reader abort, ask for gigabytes or never come to an end: then only that
process dies. It imports little, because every reading waits for it to start.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

_ROOT = Path(__file__).resolve().parents[2]


class ProcessLimits(NamedTuple):
    """What a reading may take."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


class TooHeavyError(Exception):
    """A process of its own ended without an answer: at a limit, or by the file that it read."""


def limit_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Limits this process. Where the system cannot (Windows), the parent's timeout is all."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ask_process(
    module: str, arguments: tuple[str, ...], wall_seconds: float, sent: bytes = b""
) -> dict[str, Any]:
    """What the module prints as JSON, run as a program; `sent`: what it reads.

    The module limits itself first. Raises TooHeavyError: a death by signal is the system enforcing
    a limit.
    """
    command = [sys.executable, "-P", "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            capture_output=True,
            input=sent,
            timeout=wall_seconds,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooHeavyError from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise TooHeavyError from None
    return answer


def _environment() -> Mapping[str, str]:
    """The process needs nothing of ours but to find its module: no secrets of the service."""
    variables = {
        k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    }
    return {
        **variables,
        "PYTHONPATH": str(_ROOT),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
