"""Webhooks: signed, once each, tried again, given up, stopped; never into the office's network."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sites import Site, person_id
from sqlalchemy import update
from trickle import trickling
from webhook_receiver import Receiver, receiving
from webhook_world import SECRETARIAT, add, calls, hook, let_time_pass, report

from dondoc.clock import wall_clock
from dondoc.services.integrations.webhooks.calls import GIVE_UP_AFTER, LONG_FAILURE
from dondoc.services.integrations.webhooks.send import TimeLimits, WebhookCaller, tell
from dondoc.store.database import writing
from models.person import Holding
from models.webhook import CallState, WebhookCall


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def office(site: Site) -> Site:
    """A site that may reach its own network, as the receiver of a test is in it."""
    site.workplace.settings.webhook_private_hosts = True
    return site


def test_a_move_is_narrative_once_with_a_signature_that_the_receiver_can_check(
    office: Site, receiver: Receiver
) -> None:
    secret = add(office, receiver.url)
    (ref,) = report(office)
    assert tell(office.workplace).sent == 1
    assert tell(office.workplace).sent == 0
    ((headers, body),) = receiver.got
    stamp = headers["x-dondoc-timestamp"]
    wanted = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["x-dondoc-signature"] == f"sha256={wanted}"
    assert abs(time.time() - int(stamp)) < 60
    told = json.loads(body)
    assert (told["kind"], told["ref"], told["unit"], told["year"]) == ("moved", ref, "LT", 2022)
    assert (told["from_stage"], told["to_stage"]) == ("in_progress", "reported")
    assert headers["x-dondoc-delivery"] == str(told["delivery"])
    assert "Xuân" not in body.decode() and "reason" not in told


def test_what_happened_before_it_was_added_is_not_told(office: Site, receiver: Receiver) -> None:
    report(office)
    add(office, receiver.url)
    assert tell(office.workplace).sent == 0 and receiver.got == []


def test_a_call_that_failed_is_made_again_under_its_number(
    office: Site, receiver: Receiver
) -> None:
    add(office, receiver.url)
    report(office)
    receiver.answers = [503, 204]
    assert tell(office.workplace).failed == 1
    assert tell(office.workplace).failed == 0  # not before its time
    (call,) = calls(office)
    assert call.retry_after is not None and call.retry_after > wall_clock()
    assert call.answer == "503 Service Unavailable"
    let_time_pass(office)
    assert tell(office.workplace).sent == 1
    numbers = [headers["x-dondoc-delivery"] for headers, _ in receiver.got]
    assert numbers[0] == numbers[1]
    assert [one.state for one in calls(office)] == [CallState.SENT]


def test_one_that_fails_is_asked_once_a_run_and_holds_nobody_up(
    office: Site, receiver: Receiver
) -> None:
    add(office, receiver.url)
    with receiving() as other:
        add(office, other.url)
        report(office, 3)
        receiver.answers = [500]
        told = tell(office.workplace)
        assert (told.sent, told.failed) == (3, 1)
        assert (len(other.got), len(receiver.got)) == (3, 1)


def test_it_is_given_up_and_the_address_stopped_with_the_reason(
    office: Site, receiver: Receiver
) -> None:
    add(office, receiver.url)
    report(office, LONG_FAILURE)
    receiver.answers = [500]
    tell(office.workplace)
    assert [call.attempts for call in calls(office)] == [1, 0, 0]
    with writing(office.workplace.engine) as session:
        session.execute(update(WebhookCall).values(attempts=GIVE_UP_AFTER - 1))
    for _ in range(LONG_FAILURE):
        let_time_pass(office)
        tell(office.workplace)
    made = calls(office)
    assert {one.state for one in made} == {CallState.FAILED}
    assert {one.attempts for one in made} == {GIVE_UP_AFTER}
    assert hook(office).disabled_reason == "webhooks.reason.failing"
    shown = office.client(SECRETARIAT).get("/webhooks").text
    assert "nhiều lần liên tiếp không gửi được" in shown


def test_a_receiver_that_is_gone_is_asked_no_more(office: Site, receiver: Receiver) -> None:
    add(office, receiver.url)
    report(office, 2)
    receiver.answers = [410]
    tell(office.workplace)
    assert len(receiver.got) == 1
    assert hook(office).disabled_reason == "webhooks.reason.gone"


def test_a_slow_receiver_costs_its_time_and_no_more(office: Site, receiver: Receiver) -> None:
    add(office, receiver.url)
    report(office)
    receiver.wait = threading.Event()
    began = time.monotonic()
    assert tell(office.workplace, TimeLimits(answer=0.3)).failed == 1
    assert time.monotonic() - began < 3
    assert calls(office)[0].answer == "webhooks.answer.no_answer"


def test_whoever_wakes_the_teller_does_not_wait_for_it(office: Site, receiver: Receiver) -> None:
    add(office, receiver.url)
    report(office)
    receiver.wait = threading.Event()
    began = time.monotonic()
    WebhookCaller().wake(lambda: office.workplace)
    assert time.monotonic() - began < 0.5
    receiver.wait.set()
    until = time.monotonic() + 10
    while calls(office)[:1] == [] or calls(office)[0].state is CallState.QUEUED:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_call_that_another_process_is_making_is_left_to_it(
    office: Site, receiver: Receiver
) -> None:
    add(office, receiver.url)
    report(office)
    receiver.answers = [500]
    tell(office.workplace)
    with writing(office.workplace.engine) as session:
        later = wall_clock() + timedelta(minutes=1)
        session.execute(update(WebhookCall).values(retry_after=None, claimed_until=later))
    assert tell(office.workplace).failed == 0
    with writing(office.workplace.engine) as session:  # it was killed: its lease runs out
        before = wall_clock() - timedelta(seconds=1)
        session.execute(update(WebhookCall).values(claimed_until=before))
    assert tell(office.workplace).failed == 1


@pytest.mark.parametrize("column", ["claimed_until", "retry_after"])
def test_a_call_put_off_by_a_clock_that_was_ahead_is_made(
    office: Site, receiver: Receiver, column: str
) -> None:
    add(office, receiver.url)
    report(office)
    receiver.answers = [500]
    tell(office.workplace)
    let_time_pass(office)
    with writing(office.workplace.engine) as session:
        ahead = wall_clock() + timedelta(days=1)
        session.execute(update(WebhookCall).values({column: ahead}))
    assert tell(office.workplace).failed == 1


@pytest.mark.parametrize("prompt", [(), (b"HTTP/1.1 204 No Content\r\nX-Slow: ",)])
def test_a_receiver_that_trickles_holds_a_call_no_longer_than_one_may_last(
    office: Site, receiver: Receiver, prompt: tuple[bytes, ...]
) -> None:
    with trickling(*prompt, trickle=b"H") as slow:
        add(office, f"http://127.0.0.1:{slow.port}/")
        add(office, receiver.url)
        report(office)
        began = time.monotonic()
        made = tell(office.workplace, TimeLimits(answer=1.0))
        assert time.monotonic() - began < 3
    assert (made.sent, made.failed, slow.callers) == (1, 1, 1)
    assert [call.answer for call in calls(office)].count("webhooks.answer.no_answer") == 1


def test_a_redirect_leads_nowhere(office: Site, receiver: Receiver) -> None:
    with receiving() as other:
        add(office, receiver.url)
        report(office)
        receiver.answers, receiver.location = [307], other.url
        assert tell(office.workplace).failed == 1
        assert other.got == []


def test_it_stops_when_its_maker_is_no_longer_in_the_secretariat(
    office: Site, receiver: Receiver
) -> None:
    add(office, receiver.url)
    report(office)
    with writing(office.workplace.engine) as session:
        mine = Holding.person_id == person_id(office, SECRETARIAT)
        day = office.workplace.clock().today() - timedelta(days=1)
        session.execute(update(Holding).where(mine).values(held_to=day))  # type: ignore[arg-type]
    tell(office.workplace)
    assert receiver.got == []
    assert hook(office).disabled_reason == "webhooks.reason.maker"
