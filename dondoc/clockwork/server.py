"""Prefect's own server as a child process."""

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from dondoc.clockwork.children import Children
from dondoc.clockwork.environment import HOST, free_port
from dondoc.settings import Settings

PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.1


def server_command(port: int) -> list[str]:
    """Runs Prefect's API and UI on the loopback address."""
    return [
        sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app",
        "--host", HOST, "--port", str(port), "--log-level", "warning",
    ]  # fmt: skip


def choose_api(settings: Settings) -> tuple[str, int]:
    """The address for a server of our own: the wanted port, or the next free one."""
    port = free_port(settings.prefect_port)
    return f"http://{HOST}:{port}/api", port


def start_server(children: Children, port: int) -> None:
    """Starts the server; `wait_until_healthy` tells when it answers."""
    children.start("prefect-server", server_command(port))


def wait_until_healthy(
    api_url: str, children: Children, patience: float = PATIENCE_SECONDS
) -> None:
    """Returns once the API answers.

    Raises RuntimeError naming the log when the server dies or stays silent.
    """
    deadline = time.monotonic() + patience
    server = children.running["prefect-server"]
    while time.monotonic() < deadline and server.exit_code is None:
        if is_healthy(api_url):
            return
        time.sleep(_POLL_SECONDS)
    raise RuntimeError(str(log_of(children, "prefect-server")))


def log_of(children: Children, name: str) -> Path:
    """The file in which a process's output is kept."""
    return children.logs / f"{name}.log"


def is_healthy(api_url: str) -> bool:
    """Whether Prefect's API answers at an address."""
    try:
        with urllib.request.urlopen(f"{api_url}/health", timeout=1):  # noqa: S310 (ours)
            return True
    except (urllib.error.URLError, OSError):
        return False
