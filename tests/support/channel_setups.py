"""Channels as an administrator sets them up."""

from settings_world import SettingsWorld

from dondoc.services.reach.channels import (
    ChannelSettings,
    SetupShown,
    add,
    change,
)

TOKEN = "bimatcuavanphong123"
HOOK = f"json://tram.example/{TOKEN}/{{address}}"
WEBHOOK = ChannelSettings(url=HOOK)


def added(world: SettingsWorld, name: str, wanted: ChannelSettings, by: str = "ich") -> SetupShown:
    with world.office(by) as one:
        return add(one, name, wanted)


def changed(
    world: SettingsWorld, name: str, wanted: ChannelSettings, by: str = "ich"
) -> SetupShown:
    with world.office(by) as one:
        return change(one, name, wanted)
