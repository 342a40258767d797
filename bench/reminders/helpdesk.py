"""The peer that sends letter by letter: django-helpdesk's `escalate_tickets`.

It lives in a virtual environment of its own in the cache, made at the first run.
"""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from reminders.cache import cache, compiled
from reminders.sink import MissingError
from reminders.spent import FailedError, Spent, spent_by

SITE = Path(__file__).resolve().parent / "site"
PACKAGES = ("django-helpdesk==2.6.1", "setuptools")

MEASURED_ELSEWHERE = Spent(seconds=262, cpu=0, peak_mb=0, letters=28_000, note="measured elsewhere")


def escalations(folder: Path, tickets: int, due: int, sink_port: int) -> Spent:
    """Escalates so many tickets, a letter each, and tells what that spent.

    Fewer than are due are scaled up to them; a second run, which finds nothing left to do, tells
    how much of it is the start alone.

    Raises MissingError where the package cannot be had.
    """
    python = environment()
    variables = compiled() | {
        "PYTHONPATH": str(SITE),
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "BENCH_DATABASE": str(folder / "helpdesk.sqlite"),
        "BENCH_SINK_PORT": str(sink_port),
    }
    fill: list[str | Path] = [python, SITE / "fill.py", str(tickets)]
    escalate: list[str | Path] = [python, "-m", "django", "escalate_tickets"]
    try:
        spent_by(fill, variables, folder / "helpdesk_fill.log")
        spent = spent_by(escalate, variables, folder / "helpdesk.log")
        idle = spent_by(escalate, variables, folder / "helpdesk_idle.log")
    except FailedError as error:
        raise MissingError(f"django-helpdesk does not run: {error}") from None
    spent = replace(spent, letters=tickets)
    if tickets == due:
        return spent
    return replace(spent.times(due / tickets, idle), note=f"scaled from {tickets}")


def environment() -> Path:
    """The interpreter that has django-helpdesk; raises MissingError."""
    place = cache() / "helpdesk"
    python = place / "bin" / "python"
    if (place / "ready").exists():
        return python
    own = Path(sys.prefix) / "uv" / "bin"  # the set-up puts one there where the machine has none
    uv = shutil.which("uv") or shutil.which("uv", path=own)
    if uv is None:
        raise MissingError("django-helpdesk: uv is needed to install it")
    make = ["venv", "--quiet", "--clear", "--python", sys.executable, str(place)]
    install = ["pip", "install", "--quiet", "--python", str(python), *PACKAGES]
    try:
        for command in (make, install):
            subprocess.run([uv, *command], check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise MissingError(f"django-helpdesk cannot be installed: {' '.join(said)}") from None
    (place / "ready").touch()
    return python
