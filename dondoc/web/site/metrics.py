"""Figures for Prometheus: from this machine itself, or with the token of the settings."""

import hmac
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from dondoc.services.operations.metrics import Gauges, gauges
from dondoc.store.database import reading
from dondoc.web.site.repeats import Pages
from dondoc.web.site.timing import Durations
from dondoc.web.site.visit import workplace_of

router = Pages()

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_PARTS = ("done_in_time", "done_late", "open_in_time", "overdue")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Due states, what waits, the last runs, and how long requests take."""
    if not (_has_token(request) or _is_local(request)):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    workplace = workplace_of(request)
    with reading(workplace.engine) as session:
        gauges_now = gauges(session, workplace.clock().now())
    registry = CollectorRegistry()
    registry.register(_GaugeCollector(gauges_now))
    durations: Durations = request.app.state.durations
    content = generate_latest(registry) + generate_latest(durations.registry)
    return Response(content, media_type=CONTENT_TYPE_LATEST)


def _has_token(request: Request) -> bool:
    token = workplace_of(request).settings.metrics_token
    authorization = request.headers.get("authorization", "")
    if token is None or not token.get_secret_value():
        return False
    expected = f"Bearer {token.get_secret_value()}"
    return hmac.compare_digest(authorization.encode(), expected.encode())


def _is_local(request: Request) -> bool:
    """Asked from this machine, and not by a proxy on it for somebody else."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


class _GaugeCollector(Collector):
    """The figures as Prometheus takes them."""

    def __init__(self, gauges_now: Gauges) -> None:
        self.gauges = gauges_now

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        gauges_now = self.gauges
        states = GaugeMetricFamily(
            "dondoc_checkpoints", "Live checkpoints by due state", labels=("year", "state")
        )
        for year, counts in gauges_now.counts.items():
            for part in _PARTS:
                states.add_metric((str(year), part), getattr(counts, part))
        yield states
        yield GaugeMetricFamily(
            "dondoc_pending_submissions", "Recorded and not drained", gauges_now.pending
        )
        if gauges_now.oldest_pending is not None:
            yield GaugeMetricFamily(
                "dondoc_oldest_pending_timestamp_seconds",
                "When the oldest of them was recorded",
                gauges_now.oldest_pending.timestamp(),
            )
        yield _by_state("dondoc_messages", "Messages by state", gauges_now.messages)
        yield _by_state("dondoc_webhook_calls", "Webhook calls by state", gauges_now.webhook_calls)
        last = GaugeMetricFamily(
            "dondoc_last_trace_timestamp_seconds",
            "When a flow last wrote something, in the programme's time",
            labels=("flow",),
        )
        for flow, at in gauges_now.last.items():
            last.add_metric((flow,), at.timestamp())
        yield last


def _by_state(name: str, what: str, counted: Mapping[Any, int]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=("state",))
    for state, size in counted.items():
        family.add_metric((str(state),), size)
    return family
