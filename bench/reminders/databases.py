"""Databases of both kinds for the measurements, thrown away afterwards."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from reminders.sink import MissingError


@dataclass(frozen=True)
class Server:
    """Where databases are made: a folder of SQLite files, or a PostgreSQL server.

    `url`: of the server; '' for SQLite. `pid`: of the server's first process.
    """

    name: str
    folder: Path
    url: str = ""
    pid: int = 0

    def database(self, name: str) -> str:
        """The URL of a new, empty database."""
        if not self.url:
            return f"sqlite:///{self.folder / f'{name}.sqlite'}"
        self._sql(f"CREATE DATABASE {name}")
        return f"{self.url}/{name}"

    def drop(self, name: str) -> None:
        """Throws a database away."""
        if not self.url:
            for path in self.folder.glob(f"{name}.sqlite*"):
                path.unlink()
            return
        self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def cpu(self) -> float:
        """Seconds of the processor that the server's finished connections took so far."""
        if not self.pid:
            return 0.0
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def sqlite(folder: Path) -> Iterator[Server]:
    """SQLite files in a folder."""
    yield Server("SQLite", folder)


@contextmanager
def postgresql(folder: Path) -> Iterator[Server]:
    """A PostgreSQL server with its default settings: unlike that of the tests, it does sync.

    Raises MissingError where PostgreSQL is not installed.
    """
    from postgres_server import free_port, programs

    bin_dir = programs()
    if bin_dir is None:
        raise MissingError("PostgreSQL is not installed here")
    with TemporaryDirectory(prefix="dondoc-pg-") as name:
        home, port = Path(name), free_port()
        control = [*_as_postgres(home), bin_dir / "pg_ctl", "-D", home / "data"]
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1"
        _run(*control, "-s", "-o", "-U dondoc -A trust -E UTF8 --locale=C.UTF-8", "initdb")
        _run(*control, "-l", home / "log", "-w", "-o", options, "start")
        try:
            pid = int((home / "data" / "postmaster.pid").read_text().split()[0])
            yield Server("PostgreSQL", folder, f"postgresql://dondoc@127.0.0.1:{port}", pid)
        finally:
            _run(*control, "-m", "immediate", "stop")


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _as_postgres(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as its own account, in a folder it owns."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(home, owner.pw_uid, owner.pw_gid)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
