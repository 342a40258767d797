"""smtp:// and smtps:// are understood; a password never goes over an open line."""

import pytest

from dondoc.channels.building import build
from dondoc.channels.channel import open_channel
from dondoc.channels.errors import ChannelError
from dondoc.channels.smtp_urls import as_mailto
from dondoc.i18n import translator


@pytest.mark.parametrize(
    ("url", "host", "port", "mode", "user", "password"),
    [
        ("smtp://thu.tinh.vn", "thu.tinh.vn", 25, "insecure", "", ""),
        ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, "insecure", "", ""),
        ("smtp://thu.tinh.vn:587", "thu.tinh.vn", 587, "starttls", "", ""),
        ("smtp://an:mat-khau@thu.tinh.vn", "thu.tinh.vn", 587, "starttls", "an", "mat-khau"),
        ("smtp://an:mat-khau@thu.tinh.vn:25/", "thu.tinh.vn", 25, "starttls", "an", "mat-khau"),
        ("smtp://an:mat-khau@thu.tinh.vn:465", "thu.tinh.vn", 465, "ssl", "an", "mat-khau"),
        ("SMTPS://an:mat-khau@thu.tinh.vn", "thu.tinh.vn", 465, "ssl", "an", "mat-khau"),
        (
            "smtps://an@tinh.vn:m@t:k%u@thu.tinh.vn",
            "thu.tinh.vn",
            465,
            "ssl",
            "an@tinh.vn",
            "m@t:k%u",
        ),
        (
            "smtp://an%40tinh.vn:a%2Fb@thu.tinh.vn",
            "thu.tinh.vn",
            587,
            "starttls",
            "an@tinh.vn",
            "a/b",
        ),
        (
            "smtp://an@gmail.com:mat-khau@thu.tinh.vn",
            "thu.tinh.vn",
            587,
            "starttls",
            "an@gmail.com",
            "mat-khau",
        ),
        (
            "smtp://an:mat-khau@thu.tinh.vn:25?mode=insecure",
            "thu.tinh.vn",
            25,
            "insecure",
            "an",
            "mat-khau",
        ),
    ],
)
def test_a_mail_servers_address_is_understood(
    url: str, host: str, port: int, mode: str, user: str, password: str
) -> None:
    built = build(as_mailto(url), private_allowed=True)
    server = built.plugin.session.server
    assert (server.host, server.port, server.mode) == (host, port, mode)
    assert (server.user, server.password) == (user, password)
    assert not password or password not in open_channel(url).shown


def test_other_parameters_are_kept() -> None:
    plugin = build(
        as_mailto("smtps://a:matkhau@b.vn?from=tra@b.vn&timeout=7"), private_allowed=True
    ).plugin
    assert (plugin.envelope, plugin.session.server.timeout) == ("tra@b.vn", 7.0)


@pytest.mark.parametrize(
    "url", ["mailtos://a:b@c:587", "tgram://x/y", "mailbox:///tmp/x", "thu.tinh.vn"]
)
def test_any_other_address_stays_as_it_is(url: str) -> None:
    assert as_mailto(url) == url


@pytest.mark.parametrize(
    "url", ["smtp+tls://a.vn", "thu.tinh.vn:587", "smtp://", "imap://thu.tinh.vn"]
)
def test_what_is_not_understood_says_what_to_write(url: str) -> None:
    with pytest.raises(ChannelError) as refused:
        open_channel(url)
    for lang in ("vi", "en"):
        words = refused.value.message(translator(lang))
        assert "smtp://" in words and "smtps://" in words
