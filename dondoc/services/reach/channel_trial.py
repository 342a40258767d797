"""Trying a channel out: a letter to the administrator who asks for it, and to nobody else."""

from dondoc.errors import BadInput
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.on_duty import usable
from dondoc.services.reach.channels import find_open
from dondoc.services.reach.send_code import CodeRecipient
from models.rules.roles import Mandate

ANSWERED = "channel_answered"
"""What history says of a channel that took a trial letter."""


def errand_of(acting: SettingsChange, channel: str) -> CodeRecipient:
    """The administrator's own address in use on a channel.

    Raises Refused for anybody else, BadInput where they have no address on it.
    """
    acting.mandated(Mandate.ADMINISTRATOR)
    setup = find_open(acting.session, channel)
    for contact in usable(acting.session, acting.actor.key):
        if contact.channel == setup.name:
            acting.note("channel_tried", channel=setup.name)
            return CodeRecipient(acting.actor, setup.name, contact.address)
    raise BadInput("settings.error.nowhere_to_try", name=setup.name, by=acting.actor.code)


def answered(acting: SettingsChange, channel: str) -> None:
    """Keeps in history that the channel took the letter."""
    acting.note(ANSWERED, channel=channel)
