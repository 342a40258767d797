"""Prefect's own server as a child process."""

import sys
import urllib.error
import urllib.request

from dondoc.clockwork.children import Children
from dondoc.clockwork.environment import HOST, free_port
from dondoc.settings import Settings

NAME = "prefect-server"
PATIENCE_SECONDS = 120.0


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
    children.start(NAME, server_command(port))


def wait_until_healthy(
    api_url: str, children: Children, patience: float = PATIENCE_SECONDS
) -> None:
    """Returns once the API answers.

    Raises RuntimeError naming the log when the server dies or stays silent.
    """
    children.wait_until(NAME, lambda: is_healthy(api_url), patience)


def is_healthy(api_url: str) -> bool:
    """Whether Prefect's API answers at an address."""
    try:
        with urllib.request.urlopen(f"{api_url}/health", timeout=1):  # noqa: S310 (ours)
            return True
    except (urllib.error.URLError, OSError):
        return False
