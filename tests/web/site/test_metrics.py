"""Figures for whoever watches the server: for this machine or with a token, nobody else."""

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sites import Site

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def _samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def local(shown: Site) -> TestClient:
    """Somebody on the machine itself."""
    client = TestClient(shown.app, client=("127.0.0.1", 50000))
    shown.clients.append(client)
    return client


def test_only_the_machine_itself_may_ask(shown: Site, local: TestClient) -> None:
    assert local.get("/metrics").status_code == 200
    assert TestClient(shown.app, client=("::1", 1)).get("/metrics").status_code == 200
    assert TestClient(shown.app, client=("10.0.0.7", 1)).get("/metrics").status_code == 401
    assert shown.client("CB-VPTU5").get("/metrics").status_code == 401


def test_a_proxy_on_the_machine_does_not_open_it_to_the_world(local: TestClient) -> None:
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert local.get("/metrics", headers={name: "203.0.113.5"}).status_code == 401


def test_a_token_of_the_settings_opens_it_from_elsewhere(site: Site) -> None:
    site.workplace.settings.metrics_token = SecretStr("watcher's own")
    far = TestClient(site.app, client=("10.0.0.7", 1))
    right, wrong = ({"authorization": f"Bearer {one}"} for one in ("watcher's own", "another"))
    assert far.get("/metrics", headers=right).status_code == 200
    assert far.get("/metrics", headers=wrong).status_code == 401
    assert far.get("/metrics").status_code == 401


def test_the_due_states_add_up_and_the_flows_leave_traces(local: TestClient) -> None:
    answer = local.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    samples = _samples(answer.text)
    states = {
        dict(labels)["state"]: value
        for (name, labels), value in samples.items()
        if name == "dondoc_checkpoints"
    }
    assert set(states) == {"done_in_time", "done_late", "open_in_time", "overdue"}
    assert sum(states.values()) == 576
    flows = {
        dict(labels)["flow"] for name, labels in samples
        if name == "dondoc_last_trace_timestamp_seconds"
    }  # fmt: skip
    assert {"advance", "remind"} <= flows
    assert samples["dondoc_pending_submissions", ()] == 0
    assert samples["dondoc_messages", (("state", "queued"),)] > 0


def test_durations_are_by_route_and_never_by_address(shown: Site, local: TestClient) -> None:
    shown.client("CB-VPTU3").get("/digests/4711")
    shown.visitor().get("/nothing/secret-word")
    text = local.get("/metrics").text
    counted = {
        (dict(labels)["route"], dict(labels)["status"])
        for name, labels in _samples(text)
        if name == "dondoc_request_duration_seconds_count"
    }
    assert {("/digests/{digest_id}", "4xx"), ("none", "4xx")} <= counted
    assert "4711" not in text and "secret-word" not in text


def test_an_installation_without_a_plan_has_figures_too(bare_site: Site) -> None:
    local = TestClient(bare_site.app, client=("127.0.0.1", 1))
    samples = _samples(local.get("/metrics").text)
    assert samples["dondoc_pending_submissions", ()] == 0
