"""A mail server that takes everything and keeps nothing: Postfix's own smtp-sink.

From Debian's package, unpacked and not installed: it never becomes this machine's mail server.
It takes some thousands of letters a second; a sink written in Python would be what is measured.
"""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from reminders.cache import cache

LIBRARIES, PROGRAM = Path("usr/lib/postfix"), Path("usr/sbin/smtp-sink")


class MissingError(Exception):
    """Something that a benchmark needs and cannot get; says what in one line."""


def unpacked() -> Path:
    """The folder with smtp-sink in it; raises MissingError where it cannot be had."""
    place = cache() / "postfix"
    if (place / PROGRAM).exists():
        return place
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise MissingError("smtp-sink needs Debian's postfix package; this is no Debian")
    place.mkdir(exist_ok=True)
    try:
        for command in (["apt-get", "download", "postfix"], ["dpkg", "-x", "PACKAGE", "."]):
            found = sorted(place.glob("postfix_*.deb"))
            now = [str(found[0]) if word == "PACKAGE" else word for word in command]
            subprocess.run(now, cwd=place, check=True, capture_output=True)
    except (subprocess.CalledProcessError, IndexError):
        raise MissingError("smtp-sink: Debian's postfix package cannot be downloaded") from None
    return place


@dataclass(frozen=True)
class Sink:
    """A running sink: its port on the loopback address, and where it counts."""

    port: int
    log: Path

    def taken(self) -> int:
        """How many letters it has taken so far."""
        with self.log.open("rb") as log:
            log.seek(max(self.log.stat().st_size - 200, 0))
            counts = re.findall(rb"mesg=(\d+)\b", log.read())
        return int(counts[-1]) if counts else 0


@contextmanager
def running() -> Iterator[Sink]:
    """Runs a sink as long as the block lasts."""
    place, port = unpacked(), _free_port()
    command = [str(place / PROGRAM), "-c", "-m", "64", f"127.0.0.1:{port}", "128"]
    if os.geteuid() == 0:
        command[1:1] = ["-u", "nobody"]
    environment = os.environ | {"LD_LIBRARY_PATH": str(place / LIBRARIES)}
    log = cache() / f"smtp-sink-{port}.log"
    with log.open("wb") as output:
        sink = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd="/")
    try:
        _wait_for(port, sink)
        yield Sink(port, log)
    finally:
        sink.terminate()
        sink.wait()
        log.unlink(missing_ok=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, sink: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if sink.poll() is not None:
            break
        time.sleep(0.05)
    raise MissingError("smtp-sink does not start")
