"""Which addresses are the office's own, however they are written."""

import socket

import pytest

from dondoc.channels.channel import check_address, open_channel
from dondoc.channels.errors import ChannelError
from dondoc.channels.private import PrivateAddressError, guarding, is_public
from dondoc.i18n import translator

PRIVATE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"]
PRIVATE += ["100.64.0.1", "100.100.100.200", "224.0.0.1", "240.0.0.1", "255.255.255.255"]
PRIVATE += ["198.18.0.1", "192.0.0.192", "168.63.129.16", "::1", "::", "fe80::1", "fe80::1%eth0"]
PRIVATE += ["fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::127.0.0.1"]
PRIVATE += ["::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "not an address"]
PUBLIC = ["8.8.8.8", "203.162.0.11", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_it_knows_what_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_it_knows_what_is_public(address: str) -> None:
    assert is_public(address)


HOSTS = ["127.0.0.1", "localhost", "LOCALHOST", "a.localhost", "127.1", "0x7f000001", "2130706433"]
HOSTS += ["0177.0.0.1", "0", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]"]
HOSTS += ["metadata.google.internal", "printer.local", "router.lan"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["json", "ntfy", "gotify", "mmost", "matrix"])
def test_it_refuses_a_host_that_is_private_as_it_is_written(scheme: str, host: str) -> None:
    paths = {"json": "", "ntfy": "/topic", "gotify": "/" + "A" * 15, "mmost": "/" + "a" * 26}
    paths["matrix"] = "/#room"
    login = "u:p@" if scheme == "matrix" else ""
    with pytest.raises(ChannelError) as caught:
        open_channel(f"{scheme}://{login}{host}{paths[scheme]}")
    # Apprise itself takes some of them for no host at all.
    assert caught.value.key in {"channel.error.private_host", "channel.error.bad_url"}


def test_it_takes_no_token_for_a_host() -> None:
    # Where others have the host, Telegram has a number, which would be 0.1.226.64.
    open_channel("tgram://123456:ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHI/987654321").close()


@pytest.mark.parametrize("url", ["mqtt://example.com/a", "irc://example.com/#a"])
def test_it_opens_no_connection_that_it_cannot_see(url: str) -> None:
    with pytest.raises(ChannelError) as caught:
        open_channel(url)
    assert caught.value.key in {"channel.error.unguarded", "channel.error.not_installed"}


def test_it_lets_administrators_use_their_own_mail_server() -> None:
    open_channel("mailto://10.0.0.25:25").close()


def test_it_stops_a_connection_whoever_makes_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        where = server.getsockname()
        with guarding() as guard:
            with pytest.raises(PrivateAddressError):
                socket.create_connection(where)
            with socket.socket() as plain, pytest.raises(PrivateAddressError):
                plain.connect(where)
            with socket.socket(type=socket.SOCK_DGRAM) as udp, pytest.raises(PrivateAddressError):
                udp.sendto(b"x", where)
            with socket.socket(socket.AF_UNIX) as unix, pytest.raises(PrivateAddressError):
                unix.connect("/run/nothing")
        assert guard.refused == "/run/nothing"
        socket.create_connection(where).close()  # outside of the block nothing is in the way


def test_it_lets_the_office_s_proxy_through(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as proxy,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        with guarding():
            socket.create_connection(proxy.getsockname()).close()
            with pytest.raises(PrivateAddressError):
                socket.create_connection(other.getsockname())


TELEGRAM = "tgram://123456:ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHI/{address}"


@pytest.mark.parametrize(
    ("template", "address"),
    [
        (TELEGRAM, "987654321"),
        (TELEGRAM, "-100987654321"),
        ("{address}", "ntfy://ntfy.example.com/topic"),
        ("{address}", "tgram://123456:ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHI/987654321"),
        ("mailto://mail.vn", "an@vinhphuc.gov.vn"),
        ("mailbox:///tmp/x", "an@vinhphuc.gov.vn"),
        ("zalo://token-token@oa/", "2512523625412515"),
        ("zalo://token-token@zns/1234", "0912 345 678"),
    ],
)
def test_it_takes_an_address_of_the_channel_s_kind(template: str, address: str) -> None:
    check_address(template, address)


@pytest.mark.parametrize(
    ("template", "address", "key"),
    [
        (TELEGRAM, "a b", "bad_recipient"),
        (TELEGRAM, "1,2", "bad_recipient"),
        (TELEGRAM, "", "bad_recipient"),
        (TELEGRAM, "x/../y", "bad_recipient"),
        ("{address}", "ntfy", "no_scheme"),
        ("{address}", "ntfy://127.0.0.1/topic", "private_host"),
        ("{address}", "json://[::ffff:127.0.0.1]/", "private_host"),
        ("{address}", "file:///etc/passwd", "local_scheme"),
        ("{address}", "syslog://x", "local_scheme"),
        ("{address}", "apprise://h/t", "fan_out_scheme"),
        ("{address}", "mailto://10.0.0.1", "office_scheme"),
        ("{address}", "mailbox:///etc/cron.d", "office_scheme"),
        ("{address}", "zalo://token-token@oa/", "office_scheme"),
        ("{address}", "slack://a/b/c?template=/etc/passwd", "local_file"),
        ("{address}", "ntfy://a.example.com/x, file:///etc/passwd", "bad_recipient"),
        ("json://{address}/", "localhost", "private_host"),
        ("json://{address}/", "127.0.0.1:80/x", "bad_recipient"),
        ("json://{address}/", "10.0.0.1", "private_host"),
        ("mailto://mail.vn", "0912345678", "telephone"),
        ("zalo://token-token@oa/", "0912345678x", "bad_user_id"),
        ("zalo://token-token@zns/1234", "12345", "bad_phone"),
        ("zalo://token-token@zns/1234", "an@b.vn", "bad_phone"),
    ],
)
def test_it_refuses_an_address_that_reaches_nobody(template: str, address: str, key: str) -> None:
    with pytest.raises(ChannelError) as caught:
        check_address(template, address)
    assert caught.value.key == f"channel.error.{key}"
    assert caught.value.message(translator("vi")) != caught.value.key


def test_it_allows_the_office_s_network_where_it_is_wanted() -> None:
    check_address("{address}", "ntfy://127.0.0.1/topic", private_allowed=True)
    with pytest.raises(ChannelError):
        check_address("{address}", "file:///etc/passwd", private_allowed=True)


@pytest.mark.parametrize(
    "template",
    ["{address}://x", "file://{address}", "nosuch://x/{address}", "mailto://h.vn?to={address}"],
)
def test_it_refuses_a_template_of_no_use(template: str) -> None:
    with pytest.raises(ChannelError):
        open_channel(template)


def test_it_shows_a_template_without_its_token() -> None:
    assert "ABCDEF" not in repr(open_channel(TELEGRAM))
    assert open_channel("{address}").shown == "{address}"
