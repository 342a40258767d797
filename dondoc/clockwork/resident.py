"""The resident as a child process of `dondoc up`: it moves at once what people record."""

import sys

from dondoc.clockwork.children import Children
from dondoc.clockwork.wake import is_listening

NAME = "resident"
PATIENCE_SECONDS = 30.0
"""Shorter than for the pages: without it acts are taken all the same, and a schedule moves them."""


def start_resident(children: Children) -> None:
    """Starts it unless it is there; `wait_until_listening` tells when it can be woken."""
    if NAME not in children.running:
        children.start(NAME, [sys.executable, "-m", "flows.resident"])


def wait_until_listening(
    api_url: str, children: Children, patience: float = PATIENCE_SECONDS
) -> None:
    """Returns once what is recorded is moved at once.

    Raises RuntimeError naming the log when the process has ended or takes too long.
    """
    children.wait_until(NAME, lambda: is_listening(api_url), patience)
