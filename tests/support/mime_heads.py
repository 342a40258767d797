"""Heads of a letter."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from dondoc.channels.letter import Letter, to_mime


def parsed(letter: Letter) -> EmailMessage:
    message = message_from_bytes(to_mime(letter), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
