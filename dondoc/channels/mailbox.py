"""mailbox:///folder: letters as files, for trying the product out and for offline offices."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import timedelta, timezone
from email import policy
from email.parser import BytesHeaderParser
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup, escape

from dondoc.channels.apprise_parts import NotifyBase
from dondoc.channels.errors import LetterError
from dondoc.channels.letter import Letter, to_mime
from dondoc.channels.outcome import Outcome, bad_address, delivered, temporary
from dondoc.channels.plugin import MailPlugin
from dondoc.i18n import Translate, translator

INDEX = "index.html"

_VIETNAM = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh, no daylight saving
_HEAD_BYTES = 8192
_BODY_TAG = re.compile(r"<body[^>]*>", re.I)
_STYLE = (
    "font-family:sans-serif;font-size:16px;line-height:1.5;padding:8px 16px;"
    "border-bottom:1px solid #888"
)


class NotifyMailbox(MailPlugin):
    """The embedded mailbox: `mailbox:///absolute/folder`.

    Each letter is an .eml file and, beside it, an .html file that opens by a double click.
    Both are named from date, recipient and Message-ID, so that the same letter sent again
    replaces itself. Files appear whole (written aside, then renamed); the folder is made with
    mode 0700, the files with 0600.
    """

    service_name = "Mailbox"
    protocol = "mailbox"
    setup_url = "https://appriseit.com/"
    request_rate_per_sec = 0
    templates = ("{schema}:///{folder}",)

    def __init__(self, folder: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not Path(folder).is_absolute():
            raise TypeError("folder")
        self.folder = Path(folder)

    def deliver(self, letter: Letter) -> Outcome:
        name = file_stem(letter)
        try:
            message = to_mime(letter)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self.folder / f"{name}.html", _page(letter).encode())
            _write(self.folder / f"{name}.eml", message)
        except LetterError:
            return bad_address(letter.recipient_address)
        except OSError as error:
            return temporary(str(error), "channel.reason.folder")
        return delivered(f"{name}.eml")

    def send(self, body: str, title: str = "", **kwargs: Any) -> bool:
        """Apprise's own door: there is no mailbox for somebody without an address."""
        self.logger.warning("mailbox:// takes letters only")
        return False

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        return f"mailbox://{quote(self.folder.as_posix())}"

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        results: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        location = url.partition("://")[2].partition("?")[0]
        if not results or not location.startswith("/"):
            return None
        # Apprise tidies the path up (it drops double slashes); a folder is taken literally.
        return {**results, "folder": unquote(location)}


def file_stem(letter: Letter) -> str:
    """`20220325-0730_nguyen.van.a@example.vn_4f1c...`, without extension."""
    when = letter.date.astimezone(_VIETNAM).strftime("%Y%m%d-%H%M%S")
    whom = re.sub(r"[^A-Za-z0-9.@_-]", "_", letter.recipient_address)[:80]
    return f"{when}_{whom}_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:16]}"


def write_index(folder: Path, lang: str = "vi", newest: int = 500) -> Path:
    """Write `index.html`, the list of letters, newest first; called once per delivery run.

    It lists at most `newest` letters, so that a mailbox of years costs no more than one of a
    month. Raises OSError.
    """
    tr = translator(lang)
    letters = sorted((path.stem for path in folder.glob("*.eml")), reverse=True)
    rows = Markup("\n").join(_row(folder, stem) for stem in islice(letters, newest))
    title = tr("channel.mailbox.title")
    head = Markup("").join(Markup("<th>{}</th>").format(word) for word in _index_words(tr))
    page = Markup(
        '<!doctype html><html lang="{}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{}</title>'
        "<style>body{{font:16px/1.5 sans-serif;margin:16px}}td,th{{text-align:left;"
        "padding:4px 12px 4px 0;vertical-align:top;overflow-wrap:anywhere}}"
        "@media(max-width:600px){{thead{{display:none}}tr,td{{display:block;padding:0}}"
        "tr{{padding:8px 0;border-bottom:1px solid #999}}}}</style>"
        "<h1>{}</h1><p>{}</p><table><thead><tr>{}</tr></thead><tbody>\n{}\n</tbody></table></html>"
    ).format(lang, title, title, tr("channel.mailbox.count", n=len(letters)), head, rows)
    _write(folder / INDEX, page.encode())
    return folder / INDEX


def _index_words(tr: Translate) -> Iterator[str]:
    return (tr(f"channel.mailbox.{part}") for part in ("date", "to", "subject"))


def _row(folder: Path, stem: str) -> Markup:
    with (folder / f"{stem}.eml").open("rb") as file:
        head = BytesHeaderParser(policy=policy.default).parsebytes(file.read(_HEAD_BYTES))
    stamp = head["Date"].datetime.astimezone(_VIETNAM)
    return Markup('<tr><td>{}</td><td>{}</td><td><a href="{}.html">{}</a></td></tr>').format(
        stamp.strftime("%d/%m/%Y %H:%M"), str(head["To"]), quote(stem), str(head["Subject"])
    )


def _page(letter: Letter) -> str:
    """The letter as a page: who, to whom, about what, and then the letter itself."""
    head = _page_head(letter)
    if not letter.html:
        return Markup('<!doctype html><meta charset="utf-8">{}<pre>{}</pre>').format(
            head, letter.text
        )
    body_tag = _BODY_TAG.search(letter.html)
    if body_tag is None:
        return f'<!doctype html><meta charset="utf-8">{head}{letter.html}'
    return f"{letter.html[: body_tag.end()]}{head}{letter.html[body_tag.end() :]}"


def _page_head(letter: Letter) -> Markup:
    tr = translator(letter.language)
    shown = {
        "from": f"{letter.sender_name} <{letter.sender_address}>",
        "to": f"{letter.recipient_name} <{letter.recipient_address}>",
        "subject": letter.subject,
        "date": letter.date.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M"),
        "attachments": ", ".join(attachment.filename for attachment in letter.attachments),
    }
    lines = Markup("<br>").join(
        Markup("<b>{}:</b> {}").format(tr(f"channel.mailbox.{part}"), value.strip())
        for part, value in shown.items()
        if value
    )
    return Markup('<div style="{}">{}</div>').format(escape(_STYLE), lines)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whenever the process is killed."""
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
