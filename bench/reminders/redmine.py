"""The peer that gathers: Redmine's `redmine:send_reminders`, from Debian's package.

Used where the packages redmine and redmine-sqlite are installed. Its own instance is only read:
the rake task works on a copy of the database, named by DATABASE_URL, that is filled with SQL.
"""

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

from reminders.data import Size
from reminders.sink import MissingError
from reminders.spent import FailedError, Spent, spent_by

TASK = Path(__file__).resolve().parent / "task"
ROOT = Path("/usr/share/redmine")
PRISTINE = Path("/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default")

MEASURED_ELSEWHERE = Spent(
    seconds=167, cpu=115, peak_mb=425, letters=1000, note="measured elsewhere"
)
"""100,000 open issues, 28,000 due, 1,000 assignees."""


def reminders(folder: Path, size: Size, sink_port: int) -> Spent:
    """Loads the issues, runs the task for the next seven days, and tells what it spent.

    Raises MissingError where Redmine is not installed.
    """
    if shutil.which("ruby") is None or not ROOT.is_dir() or not os.access(PRISTINE, os.R_OK):
        raise MissingError("Redmine is not installed here (packages redmine, redmine-sqlite)")
    database = folder / "redmine.sqlite"
    shutil.copyfile(PRISTINE, database)
    fill(database, size)
    environment = {
        "REDMINE_ROOT": str(ROOT),
        "BUNDLE_GEMFILE": str(ROOT / "Gemfile"),
        "RAILS_ENV": "production",
        "RAILS_LOG_TO_STDOUT": "",
        "DATABASE_URL": f"sqlite3:{database}",
        "SINK_PORT": str(sink_port),
    }
    task = ["sink", "redmine:send_reminders", "days=7"]
    command = ["ruby", "-S", str(ROOT / "bin" / "rake"), "-f", str(TASK / "redmine.rake"), *task]
    try:
        spent = spent_by(command, environment, folder / "redmine.log")
    except FailedError as error:
        raise MissingError(f"Redmine does not run: {error}") from None
    return replace(spent, letters=size.people)


def fill(database: Path, size: Size) -> None:
    """Writes the issues into a copy of a database with the default configuration."""
    script = (TASK / "redmine.sql").read_text(encoding="utf-8")
    for name, number in (("open", size.open), ("due", size.due), ("people", size.people)):
        script = script.replace(f":{name}", str(number))
    with sqlite3.connect(database) as connection:
        connection.executescript(script)
    connection.close()
