"""Waking the advance flow at once, without importing Prefect (that costs seconds)."""

import base64
import json
import os
import time
import urllib.error
import urllib.request
import uuid
from http import HTTPStatus
from pathlib import Path
from typing import Any

from dondoc.settings import Settings

WAKE_TASK_KEY = "flows.waking.AdvanceNow"
"""The background task that the resident process serves (flows/waking.py)."""

ADDRESS_FILE = "clockwork.json"
AUTH_VARIABLE = "PREFECT_API_AUTH_STRING"
"""Prefect's own variable for `user:password`, where its server asks for one."""

_TIMEOUT_SECONDS = 1.0
_BUSY_SECONDS = 5.0
"""For whoever can wait: a busy server is not taken for a silent one."""
_PAUSES_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4)


def api_url(settings: Settings) -> str | None:
    """Where Prefect's API answers: as set, or as `dondoc up` noted in the data folder."""
    if settings.prefect_api_url:
        return settings.prefect_api_url
    try:
        noted = json.loads((settings.root / ADDRESS_FILE).read_text(encoding="utf-8"))
        return str(noted["api_url"])
    except (OSError, ValueError, KeyError):
        return None


def as_running(settings: Settings) -> Settings:
    """The settings with the web address of the `dondoc up` that runs on this data folder.

    A command beside it writes letters, too: their links lead to the pages that are served, not
    to the port that the shell of the command would choose.
    """
    try:
        noted = json.loads((settings.root / ADDRESS_FILE).read_text(encoding="utf-8"))
        web_url, runs = str(noted["web_url"]), _is_running(int(noted["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return settings
    return settings.model_copy(update={"web_url": web_url}) if runs else settings


def _is_running(pid: int) -> bool:
    """Whether there is such a process: a note stays behind where `dondoc up` was killed."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True  # of another account
    except (OSError, OverflowError):
        return False
    return True


def note_address(folder: Path, url: str, pid: int, web_url: str) -> None:
    """Writes down where Prefect and the pages answer, for commands beside `dondoc up`."""
    text = json.dumps({"api_url": url, "pid": pid, "web_url": web_url})
    (folder / ADDRESS_FILE).write_text(text, encoding="utf-8")


def forget_address(folder: Path) -> None:
    """Takes the note away when Prefect is stopped."""
    (folder / ADDRESS_FILE).unlink(missing_ok=True)


def wake(settings: Settings) -> bool:
    """Asks the resident task to drain now; False when nobody could be asked.

    Best effort: the schedule of the advance flow catches up on whatever is missed.
    """
    url = api_url(settings)
    if url is None or not url.startswith(("http://", "https://")):
        return False
    body = {
        "name": "advance_now",
        "task_key": WAKE_TASK_KEY,
        "dynamic_key": f"{WAKE_TASK_KEY}-{uuid.uuid4().hex}",
        "state": {"type": "SCHEDULED", "state_details": {"deferred": True}},
    }
    request = _post(f"{url.rstrip('/')}/task_runs/", body)
    for pause in _PAUSES_SECONDS:
        answer = _ask(request)
        if answer != HTTPStatus.SERVICE_UNAVAILABLE:
            return answer is not None and answer < HTTPStatus.MULTIPLE_CHOICES
        time.sleep(pause)  # on SQLite Prefect's server is busy for moments, and says so
    return False


def is_answering(url: str) -> bool:
    """Whether Prefect at `url` reaches what is in its database: its `/health` does not ask that."""
    status = _ask(_post(f"{url.rstrip('/')}/flow_runs/filter", {"limit": 1}), _BUSY_SECONDS)
    return status is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR


def is_listening(url: str) -> bool:
    """Whether Prefect at `url` knows of a process that serves what `wake` asks for.

    Until then what is asked for waits, and with several API servers each knows its own only.
    """
    body = {"task_worker_filter": {"task_keys": [WAKE_TASK_KEY]}}
    request = _post(f"{url.rstrip('/')}/task_workers/filter", body)
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
            return bool(json.load(answer))
    except (OSError, ValueError):
        return False


def _post(url: str, body: dict[str, Any]) -> urllib.request.Request:
    request = urllib.request.Request(  # noqa: S310 (an address as set, or as `up` noted it)
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    _sign(request)
    return request


def _ask(request: urllib.request.Request, patience: float = _TIMEOUT_SECONDS) -> int | None:
    """The status of the server's answer; None where there is no answer."""
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def _sign(request: urllib.request.Request) -> None:
    """Adds the credentials, if any; where the server sends us on to, they do not go along."""
    if credentials := os.environ.get(AUTH_VARIABLE):
        token = base64.b64encode(credentials.encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {token}")
