"""The resident process: `python -m flows.resident` serves the task that web and CLI wake.

It drains once when it starts, for what was recorded while nobody could be woken. While Prefect
is silent it drains by itself, where no `dondoc up` does.
"""

from prefect.task_worker import serve

from dondoc.clockwork.wake import api_url, is_answering
from dondoc.services.advance.drain_and_tell import drain_and_tell
from flows.artifacts import announce
from flows.office import office
from flows.silence import SilentServer
from flows.waiting import wait_for_api
from flows.waking import AdvanceNow, advance_now


def main() -> None:
    """Serves until it is stopped."""
    _drain_in_silence()
    wait_for_api()
    # Prefect tells of events from a thread that remembers where it began: begun within the first
    # run, it would take everything that follows for a part of that run, and lose it with it.
    announce("dondoc.resident.started", "dondoc.resident", {})
    AdvanceNow()()
    serve(advance_now, limit=1)


def _drain_in_silence() -> None:
    workplace = office()
    url = api_url(workplace.settings)
    if workplace.settings.embedded is not None or url is None:
        return  # `dondoc up` sees to it

    def drain() -> None:
        drain_and_tell(workplace.engine, workplace.clock())

    SilentServer(lambda: is_answering(url), drain).watch()


if __name__ == "__main__":
    main()
