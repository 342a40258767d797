"""Sending what was gathered in the small world of reminders."""

from dataclasses import replace
from datetime import date

from mail_sink import Sink
from remind_world import OFFICE, World
from sending import Wall

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver


def send(world: World, sink: Sink, wall: Wall, day: date, **policy_of: int) -> DeliverResult:
    return deliver(
        world.engine,
        only(sink.url),
        at(day, 7, 30),
        OFFICE,
        replace(Policy(wall=wall), **policy_of),
    )
