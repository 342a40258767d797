import base64
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest

from dondoc import channels
from dondoc.channels.channel import open_channel
from dondoc.channels.errors import ChannelError
from dondoc.channels.masking import hiding, mask, scrub, secrets_in
from dondoc.channels.outcome import Outcome, one_line, temporary
from dondoc.i18n import LOCALE_DIR, MESSAGES_SUBDIR, translator

PASSWORD = "m4tKh@u/bi?mat"
SHOWN = [
    ("mailto://an:bimat123@mail.vn:587?mode=starttls", "mailto://an:***@mail.vn:587?mode=starttls"),
    ("mailto://mail.vn?from=a@b.vn", "mailto://mail.vn?from=a@b.vn"),
    ("mailtos://an%40b.vn:bimat@mail.vn?smtp=x.vn", "mailtos://an%40b.vn:***@mail.vn?smtp=x.vn"),
    ("mailto://mail.vn?pass=bimat", "mailto://mail.vn?pass=***"),
    ("mailbox:///var/thư", "mailbox:///var/thư"),
    ("json://an:bimat@h.vn:80/token/x?k=v", "json://an:***@h.vn:80/***?k=***"),
    ("tgram://123456:ABCDEF/9", "tgram://***"),
    ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkd", "slack://***"),
    ("https://discord.com/api/webhooks/1/abc", "https://discord.com/***"),
    ("zalo://bimat-token@oa/?secret=bimat", "zalo://***"),
    ("zalo://bimat-token@zns/1234?refresh=bimat&ten={name}", "zalo://***"),
    ("not a url", "***"),
    ("", "***"),
]


@pytest.mark.parametrize(("url", "shown"), SHOWN)
def test_it_shows_a_url_without_its_secrets(url: str, shown: str) -> None:
    assert mask(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "mailto://an:bi/mat@mail.vn",
        "mailto://an:bi?mat@mail.vn",
        "mailto://an:bi#mat@mail.vn",
        "mailto://an:12?mat@mail.vn",
        "mailto://an:12/mat@mail.vn?from=a@b.vn",
        "mailto://an:b@i@mat@mail.vn",
        "mailto://an:bi mat@mail.vn",
        "mailto:an:mat@mail.vn",
        "://an:mat@mail.vn",
    ],
)
def test_it_shows_no_part_of_a_password_that_breaks_the_url(url: str) -> None:
    assert "mat" not in mask(url)
    assert "bi" not in mask(url)


def test_it_finds_the_password_in_every_form_it_may_come_back_in() -> None:
    secrets = secrets_in("mailto://an:m4t%20kh%40u@mail.vn")
    plain = "m4t kh@u"
    echoes = [plain, "m4t%20kh%40u", base64.b64encode(b"\0an\0m4t kh@u").decode()]
    for echo in [*echoes, base64.b64encode(plain.encode()).decode()]:
        assert scrub(f"535 not {echo} !", secrets) == "535 not *** !"


def test_it_finds_a_token_that_stands_where_others_have_the_user() -> None:
    secrets = secrets_in("zalo://bimat%2Btoken@oa/?app=1&secret=bimat-key&refresh=bimat-refresh")
    for echo in ("bimat+token", "bimat%2Btoken", "bimat-key", "bimat-refresh"):
        assert scrub(f"-216 not {echo} !", secrets) == "-216 not *** !"


def test_it_hides_secrets_in_log_records_with_their_traces(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger = logging.getLogger("apprise")
    with hiding(frozenset({"bimat123"})):
        logger.error("sent to %s", "https://x/bimat123")
        try:
            raise ValueError("bimat123")
        except ValueError:
            logger.exception("failed")
    logger.error("afterwards %s", "bimat123")
    before, after = caplog.text.split("afterwards")
    assert "bimat123" not in before
    assert "ValueError: ***" in before
    assert "bimat123" in after


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", "no_scheme"),
        ("an:bimat123@mail.vn", "no_scheme"),
        ("mailto://", "no_scheme"),
        ("nosuch://an:bimat123@mail.vn", "unknown_scheme"),
        ("mailto://an:bimat123@mail.vn:99999", "bad_url"),
        ("mailto://an:bimat123@mail.vn?mode=bimat123", "bad_url"),
        ("mailto://an:bimat123@mail.vn?timeout=bimat123", "bad_url"),
        ("mailto://an:bimat123@mail.vn?timeout=nan", "bad_url"),
        ("mailto://an:bimat123@mail.vn?from=bimat123", "bad_url"),
        ("mailto://an:bimat123@mail.vn?from=a@b.vn%0d%0aRCPT", "bad_url"),
        ("mailto://an:bimat123@?x", "bad_url"),
        ("mailbox://relative", "bad_url"),
        ("tgram://bimat123", "bad_url"),
        ("json://", "no_scheme"),
        ("https://example.com/bimat123", "bad_url"),
    ],
)
def test_it_refuses_a_wrong_url_and_keeps_its_password(
    url: str, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    with pytest.raises(ChannelError) as caught:
        open_channel(url)
    error = caught.value
    assert error.key == f"channel.error.{key}"
    shown = [
        str(error),
        repr(error),
        caplog.text,
        *map(error.message, map(translator, ("vi", "en"))),
    ]
    assert not [text for text in shown if "bimat123" in text]
    assert error.message(translator("vi")) != error.message(translator("en")) != error.key


def test_it_has_words_for_everything_that_can_go_wrong() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(channels.__path__[0]).glob("*.py")]
    keys = set(re.findall(r'"(channel\.(?:error|reason)\.\w+)"', "".join(sources)))
    assert len(keys) > 15
    for lang in ("vi", "en"):
        catalogue = LOCALE_DIR / lang / MESSAGES_SUBDIR / "channels.po"
        written = set(re.findall(r'msgid "(.+)"', catalogue.read_text(encoding="utf-8")))
        assert keys <= written
        elsewhere = (".mailbox.", ".name.")
        assert {key for key in written if not any(part in key for part in elsewhere)} <= keys


LOCAL = ["file:///etc/passwd", "syslog://local0", "dbus://", "qt://x", "kde://x", "glib://x"]
LOCAL += ["gnome://x", "windows://x", "macosx://x", "blink1://x", "vapid://x", "exec://ls"]
LOCAL += ["config://x", "include://x", "python:///tmp/plugin.py", "SysLog://x"]


@pytest.mark.parametrize("url", LOCAL)
def test_it_refuses_what_reaches_the_machine_itself(url: str) -> None:
    with pytest.raises(ChannelError) as caught:
        open_channel(url.replace("://", "://x") if url.endswith("://") else url)
    assert caught.value.key == "channel.error.local_scheme"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("apprise://host/token", "fan_out_scheme"),
        ("apprises://host/token", "fan_out_scheme"),
        ("slack://a/b/c?template=/etc/passwd", "local_file"),
        ("fcm://project@apikey/device?keyfile=/etc/passwd", "local_file"),
        ("mailto://h.vn?pgpprv=/root/key", "local_file"),
        ("mailto://h.vn?PGPPUB=/root/key", "local_file"),
    ],
)
def test_it_refuses_to_fan_out_and_to_read_files(url: str, key: str) -> None:
    with pytest.raises(ChannelError) as caught:
        open_channel(url)
    assert caught.value.key == f"channel.error.{key}"


def test_it_never_takes_a_list_of_urls() -> None:
    with pytest.raises(ChannelError):
        open_channel("mailbox:///tmp/x, file:///etc/passwd").send  # noqa: B018
        open_channel("json://127.0.0.1 syslog://x")


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ("450 4.2.0 Greylisted, please try again in 300 seconds", 300),
        ("451 wait 5 minutes", 300),
        ("421 retry after 2 hours", 7200),
        ("450 in 900000 hours", 86400),
        ("450 4.7.1 error in 2 of 3 checks", None),
        ("450 come back", None),
    ],
)
def test_it_reads_how_long_a_server_asks_to_wait(answer: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert temporary(answer) == Outcome("temporary", answer, expected)


def test_it_keeps_an_answer_on_one_short_line() -> None:
    answer = one_line("450 a\r\nb\x1b[31m" + "x" * 2000)
    assert answer.startswith("450 a b [31m")
    assert len(answer) == 500
