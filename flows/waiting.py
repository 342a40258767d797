"""Waiting for Prefect's API to answer, while it starts or starts again."""

import time

import httpx
from prefect.settings import PREFECT_API_URL

PATIENCE_SECONDS = 120.0


def wait_for_api(patience: float = PATIENCE_SECONDS) -> None:
    """Returns once the API answers.

    Raises TimeoutError when it does not within `patience` seconds.
    """
    url = f"{PREFECT_API_URL.value()}/health"
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise TimeoutError(url)
