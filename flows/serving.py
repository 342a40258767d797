"""The process that runs the flows on their schedules: `python -m flows.serving`.

A province with several servers uses work pools instead (deploy/prefect.yaml); the schedules
are the same.
"""

from prefect import serve
from prefect.schedules import Cron

from flows.advance import advance
from flows.deliver import deliver
from flows.digest import digest
from flows.office import TIMEZONE
from flows.remind import remind
from flows.waiting import wait_for_api

SCHEDULES = {
    "advance": "*/2 * * * *",
    "remind": "0 7 * * *",
    "deliver": "*/5 6-20 * * *",
    "digest": "30 7 * * *",
}

SLOTS = len(SCHEDULES) + 1
"""Each flow can be at work, and the next delivery look whether the one before is over: it leaves
the channels to it and ends at once."""


def main() -> None:
    """Serves every flow; never returns."""
    wait_for_api()
    deployments = [
        flow.to_deployment(name=name, schedule=Cron(SCHEDULES[name], timezone=TIMEZONE))
        for name, flow in (
            ("advance", advance),
            ("remind", remind),
            ("deliver", deliver),
            ("digest", digest),
        )
    ]
    serve(*deployments, limit=SLOTS)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
