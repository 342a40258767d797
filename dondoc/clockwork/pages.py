"""The pages as a child process of `dondoc up`."""

import json
import sys
import urllib.request

from dondoc.clockwork.children import Children
from dondoc.clockwork.environment import HOST

NAME = "web"
PATIENCE_SECONDS = 120.0


def start_pages(children: Children, port: int) -> None:
    """Starts them on the loopback address; `wait_until_served` tells when they answer."""
    command = [sys.executable, "-m", "dondoc.web", "--host", HOST, "--port", str(port)]
    children.start(NAME, command)


def wait_until_served(port: int, children: Children, patience: float = PATIENCE_SECONDS) -> None:
    """Returns once the pages answer.

    Raises RuntimeError naming the log when they stay silent or their process has ended.
    """
    children.wait_until(NAME, lambda: is_served(port), patience)


def is_served(port: int) -> bool:
    """Whether the pages answer and reach their database."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=2) as answer:
            return bool(json.load(answer).get("status") == "ok")
    except (OSError, ValueError):
        return False
