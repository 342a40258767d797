"""The servers that are asked: ours, and Redmine from Debian's package."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reminders import redmine
from reminders.data import Size
from reminders.ours import BENCH
from reminders.sink import MissingError

WAIT_SECONDS = 90.0
_GEMS = Path("/usr/share/rubygems-integration/all/gems")


@contextmanager
def ours(
    home: Path, database: str, port: int, workers: int, module: str = "dondoc.web"
) -> Iterator[None]:
    """Our pages, as an installation serves them, or as another module does."""
    command = [
        sys.executable, "-m", module, "--port", str(port), "--workers", str(workers),
    ]  # fmt: skip
    variables = os.environ | {
        "DONDOC_HOME": str(home),
        "DONDOC_DATABASE_URL": database,
        "PYTHONPATH": os.pathsep.join(map(str, (BENCH.parent, BENCH))),
    }
    with _running(command, variables, BENCH.parent, home / "web.log"):
        _wait(f"http://127.0.0.1:{port}/health")
        yield


@contextmanager
def redmines(folder: Path, size: Size, port: int) -> Iterator[None]:
    """Redmine in production mode. Raises MissingError where it is not installed."""
    webrick = sorted(_GEMS.glob("webrick-*/lib"))
    if not webrick or shutil.which("ruby") is None or not os.access(redmine.PRISTINE, os.R_OK):
        raise MissingError("Redmine is not installed here (packages redmine, redmine-sqlite)")
    database = folder / "redmine.sqlite"
    shutil.copyfile(redmine.PRISTINE, database)
    redmine.fill(database, size)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE projects SET is_public = 1")  # nobody has to sign in
    connection.close()
    variables = os.environ | {
        "RAILS_ENV": "production",
        "RUBYOPT": f"-I{webrick[-1]}",
        "BUNDLE_GEMFILE": str(redmine.ROOT / "Gemfile"),
        "DATABASE_URL": f"sqlite3:{database}?pool=25",  # as many as there are threads
    }
    command = [
        "ruby", "-S", "bin/rails", "server", "-e", "production", "-u", "webrick",
        "-b", "127.0.0.1", "-p", str(port), "-P", str(folder / "redmine.pid"),
    ]  # fmt: skip
    with _running(command, variables, redmine.ROOT, folder / "redmine.log"):
        _wait(f"http://127.0.0.1:{port}/")
        yield


@contextmanager
def _running(
    command: list[str], variables: Mapping[str, str], folder: Path, log: Path
) -> Iterator[None]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=dict(variables), cwd=folder, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait()


def _wait(url: str) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    raise MissingError(f"nothing answers at {url}")
