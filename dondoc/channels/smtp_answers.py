"""What an SMTP server's answers mean: for this letter, for this address, or about us."""

import re
import smtplib

from dondoc.channels.outcome import Outcome, permanent, temporary

SmtpAnswer = tuple[int, bytes]

_LOGIN_WANTED = {530, 534, 535, 538}
_TOO_BIG = 552
_OUR_FAULT = re.compile(rb"relay|client host|black ?list|block ?list|authenticat", re.I)
_ENHANCED = re.compile(rb"5\.(\d{1,3})\.(\d{1,3})\b")
# RFC 5321 4.2.3: no such mailbox, not here, syntax of the mailbox; RFC 7504: takes no mail.
_ADDRESS_CODES = {550, 551, 553, 501, 556}


def refused(command: str, answer: SmtpAnswer) -> Outcome:
    """The outcome of a refusal; `command` is MAIL, RCPT or DATA, whichever was refused."""
    if not 500 <= answer[0] < 600:
        return temporary(shown(answer), "channel.reason.busy")
    about_letter = answer[0] == _TOO_BIG if command == "MAIL" else not _about_us(answer)
    if not about_letter:
        return temporary(shown(answer), "channel.reason.refused_us")
    about_address = command != "MAIL" and _about_address(command, answer)
    return permanent(shown(answer), "channel.reason.refused", about_address=about_address)


def _about_us(answer: SmtpAnswer) -> bool:
    """Whether a refusal is our own fault: no login, no right to relay, a blocked sender.

    That is to be mended in the channel's settings or with the provider, and must not cost
    anybody their address. SMTP has no code for it, so the usual words are looked for; a wrong
    guess only means that the letter is tried again.
    """
    return answer[0] in _LOGIN_WANTED or _OUR_FAULT.search(answer[1]) is not None


def _about_address(command: str, answer: SmtpAnswer) -> bool:
    """Whether the address itself is dead, so that no other letter would reach it either.

    RFC 3463: 5.1.x is about addresses, 5.1.7 and 5.1.8 about the sender's; 5.2.1 is a mailbox
    that was closed. A full mailbox (5.2.2) or a policy (5.7.x) may be different tomorrow.
    Without such a code, the plain code counts, and only in the answer to RCPT: in the answer
    to the text it may be about the content.
    """
    match = _ENHANCED.match(answer[1])
    if match is None or match[1] == b"0":
        return command == "RCPT" and answer[0] in _ADDRESS_CODES
    if match[1] == b"1":
        return match[2] not in {b"7", b"8"} and (command == "RCPT" or match[2] != b"0")
    return (match[1], match[2]) == (b"2", b"1")


def words(error: Exception) -> str:
    """An error in the server's words, or the system's."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return shown((error.smtp_code, answer if isinstance(answer, bytes) else answer.encode()))
    return str(error) or type(error).__name__


def shown(answer: SmtpAnswer) -> str:
    """Code and text, as the server gave them."""
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"
