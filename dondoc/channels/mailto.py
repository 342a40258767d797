"""mailto:// and mailtos://, in the syntax of Apprise, over a connection that is kept."""

from typing import Any

from dondoc.channels.apprise_parts import NotifyEmail, is_email
from dondoc.channels.errors import LetterError
from dondoc.channels.headers import address
from dondoc.channels.letter import Letter, to_mime
from dondoc.channels.outcome import Outcome, bad_address
from dondoc.channels.plugin import MailPlugin
from dondoc.channels.smtp import Server, Session

_MAX_TIMEOUT = 600.0


class NotifyLetterMail(NotifyEmail, MailPlugin):  # type: ignore[misc]
    """E-mail that takes a whole letter.

    The URL is Apprise's: `mailto://user:password@host:port?mode=starttls|ssl|insecure&
    smtp=host&from=address&verify=no`, and `timeout=` in seconds (30) for each answer; a letter as
    a whole has a deadline besides (`deadline.LETTER_SECONDS`). The recipient and the
    From header are the letter's; `from=` is the envelope's sender, where bounces return, and
    the letter's sender when it is not given. `to=`, `cc=`, `bcc=` and `name=` only serve
    whoever calls Apprise directly, without a letter: everybody gets their own letter.
    """

    protocol = "mailto"
    secure_protocol = "mailtos"
    request_rate_per_sec = 0

    def __init__(self, envelope: str = "", timeout: str = "30", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        seconds = float(timeout)
        if not self.smtp_host or not 0 < self.port < 65536 or not 0 < seconds <= _MAX_TIMEOUT:
            raise TypeError("host, port or timeout")
        self.envelope = address(envelope) if envelope else ""
        self.session = Session(
            Server(
                host=self.smtp_host,
                port=self.port,
                mode=self.secure_mode,
                user=self.user or "",
                password=self.password or "",
                verify=self.verify_certificate,
                timeout=seconds,
            )
        )

    def deliver(self, letter: Letter) -> Outcome:
        try:
            recipient = address(letter.recipient_address)
        except LetterError:
            return bad_address(letter.recipient_address)
        sender = self.envelope or letter.sender_address
        return self.session.send(sender, recipient, to_mime(letter))

    def close(self) -> None:
        self.session.close()

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        results: dict[str, Any] | None = NotifyEmail.parse_url(url)
        if not results:
            return None
        result = results["qsd"]
        if "timeout" in result:
            results["timeout"] = result["timeout"]
        if result.get("from"):
            results["envelope"] = NotifyEmail.unquote(result["from"])
        elif not (results["user"] and is_email(f"{results['user']}@{results['host']}")):
            # Apprise insists on a sender and cannot make one without a user or from a short host
            # name; the letter has its own, so this one is never seen.
            results["from_addr"] = "nobody@localhost.localdomain"
        return results
