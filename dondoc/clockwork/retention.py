"""How long Prefect keeps what it knows of past runs: long enough to look, and no longer.

Nothing of the office depends on it: what counts is in our own database.
"""

from datetime import timedelta

KEPT_FOR = timedelta(days=7)
"""Runs, with their states, logs and tables."""
EVENTS_KEPT_FOR = timedelta(days=1)


def retention_environment() -> dict[str, str]:
    """Variables for Prefect's server, which by itself keeps runs and their tables for ever."""
    return {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(int(KEPT_FOR.total_seconds())),
        # Of these two one takes seconds, the other only a duration of ISO 8601.
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{EVENTS_KEPT_FOR.days}D",
    }
