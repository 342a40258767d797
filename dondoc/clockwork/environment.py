"""The environment in which Prefect's own processes run."""

import os
import socket
from pathlib import Path

from dondoc.clockwork.retention import retention_environment
from dondoc.settings import Settings

HOST = "127.0.0.1"


def prefect_environment(settings: Settings, api_url: str) -> dict[str, str]:
    """Variables for Prefect: its data below ours, nothing sent to anybody, quiet logs.

    What an administrator set (PREFECT_*) wins.
    """
    defaults = {
        "PREFECT_HOME": str(settings.root / "prefect"),
        "PREFECT_API_URL": api_url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "5",
        "DO_NOT_TRACK": "1",
        "PYTHONUNBUFFERED": "1",
        **retention_environment(),
    }
    return {**defaults, **os.environ, "PREFECT_API_URL": api_url}


def free_port(preferred: int, tries: int = 50) -> int:
    """The wanted port of the loopback address, or the next free one above it.

    Raises OSError when none of the next `tries` is free.
    """
    for port in range(preferred, min(preferred + tries, 65536)):
        if _is_free(port):
            return port
    raise OSError(f"no free port from {preferred}")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def log_folder(settings: Settings) -> Path:
    """Where the processes write what they have to say."""
    folder = settings.root / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
