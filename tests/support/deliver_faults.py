"""Delivery as the tests of faults run it."""

from datetime import date

from remind_world import OFFICE, World
from sending import Wall

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import ChannelsInUse
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver

MINUS_7 = date(2022, 3, 22)
NOW = at(MINUS_7)


def send(world: World, open_channels: ChannelsInUse, wall: Wall) -> DeliverResult:
    return deliver(world.engine, open_channels, NOW, OFFICE, Policy(wall=wall))
