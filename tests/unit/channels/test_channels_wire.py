"""The last step before a message goes over an SMTP connection."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.channels.smtp_dialogue import on_the_wire


@pytest.mark.parametrize(
    ("message", "wire"),
    [
        (b"A: b\r\n\r\nYQ==\r\n", b"A: b\r\n\r\nYQ==\r\n.\r\n"),
        (b"A: b\n\n.\n..x\n", b"A: b\r\n\r\n..\r\n...x\r\n.\r\n"),
        (b"A: b\r\n\r\nno end", b"A: b\r\n\r\nno end\r\n.\r\n"),
        (b".\r\nx\r\n", b"..\r\nx\r\n.\r\n"),
        (b"a\rb\r\n", b"a\r\nb\r\n.\r\n"),
    ],
)
def test_it_ends_a_message_nowhere_but_at_its_end(message: bytes, wire: bytes) -> None:
    assert on_the_wire(message) == wire


@given(st.lists(st.sampled_from([b"\r", b"\n", b".", b"x"]), min_size=1, max_size=12))
def test_it_can_be_read_back_by_a_server(pieces: list[bytes]) -> None:
    message = b"".join(pieces)
    wire = on_the_wire(message)
    lines = wire.split(b"\r\n")
    assert lines[-2:] == [b".", b""]
    assert b"." not in lines[:-2]  # nothing ends it early
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", wire)
    read = [line.removeprefix(b".") for line in lines[:-2]]
    whole = message if message.endswith((b"\r", b"\n")) else message + b"\n"
    assert read == re.split(rb"\r\n|\r|\n", whole)[:-1]
