"""Files that come in: how many, how large, of which kind, under which name; by whatever door.

The kind is told by content. Office files that carry macros are refused in either format: evidence
is read by many, and a program in it serves nobody. Packed files are checked against bombs.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.evidence.file_kinds import FileKind, has_macros, is_locked, kind_of
from dondoc.services.evidence.store import Attachment
from dondoc.services.evidence.zip_files import is_bomb
from models.report import EvidenceFile
from models.rules.texts import composed_letters

MEGABYTE = 1024**2
MAX_BYTES = 20 * MEGABYTE
"""Of one file: a photo of a new phone has 5 to 12 MB, a scanned decision 3 to 15."""
MAX_TOGETHER = 60 * MEGABYTE
MAX_FILES = 10
MAX_NAME_LENGTH = 120

ACCEPTED = ".jpg,.jpeg,.png,.webp,.heic,.heif,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods"
"""What a browser offers to choose; it is a hint to people and no check."""

_FORBIDDEN = re.compile(r'[<>:"|?*]')


def check_upload(name: str, content: bytes) -> Attachment:
    """A file as it is kept, under a clean name with the ending of its kind.

    Raises BadInput: empty, too large, of no kind that is taken in, with macros, locked, a bomb.
    """
    shown = clean_name(name)
    if not content:
        raise BadInput("evidence.empty", file=shown)
    if len(content) > MAX_BYTES:
        raise BadInput("evidence.too_big", file=shown, limit=MAX_BYTES // MEGABYTE)
    if is_locked(content):
        raise BadInput("upload.locked", file=shown)
    if has_macros(content):
        raise BadInput("upload.macros", file=shown)
    kind = kind_of(content)
    if kind is None:
        raise BadInput("upload.kind", file=shown)
    if content.startswith(b"PK") and is_bomb(content):
        raise BadInput("upload.bomb", file=shown)
    return Attachment(_with_ending(shown, kind), content)


def read_upload(path: Path) -> Attachment:
    """A file of this machine to attach. Raises BadInput: missing, or not taken in."""
    if not path.is_file():
        raise BadInput("evidence.missing", file=path.name)
    with path.open("rb") as file:
        # One byte more than allowed tells that it is too large; no more of it is held in memory.
        return check_upload(path.name, file.read(MAX_BYTES + 1))


def check_evidence(session: Session, files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The files of one report as they are kept, whichever door they came by.

    What is kept already (with a draft) was looked at when it came in, and counts with the others.
    Raises BadInput.
    """
    file_ids = [attachment.stored for attachment in files if attachment.stored is not None]
    query = select(EvidenceFile.size).where(col(EvidenceFile.id).in_(file_ids))
    sizes = list(session.exec(query)) if file_ids else []
    check_together([*sizes, *(len(file.content) for file in files if file.stored is None)])
    return tuple(
        attachment
        if attachment.stored is not None
        else check_upload(attachment.filename, attachment.content)
        for attachment in files
    )


def check_together(sizes: Sequence[int]) -> None:
    """Refuses more files, or more bytes, than one report may carry. Raises BadInput."""
    if len(sizes) > MAX_FILES:
        raise BadInput("upload.too_many", found=len(sizes), most=MAX_FILES)
    if sum(sizes) > MAX_TOGETHER:
        raise BadInput("upload.too_much", limit=MAX_TOGETHER // MEGABYTE)


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction marks, in composed letters."""
    last = composed_letters(name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(" " if _is_control(text) else text for text in last)
    plain = _FORBIDDEN.sub("_", " ".join(plain.split())).strip(". ")
    path = PurePosixPath(plain or "file")
    return f"{path.stem[: MAX_NAME_LENGTH - len(path.suffix[:10])]}{path.suffix[:10]}"


def _is_control(letter: str) -> bool:
    """Also marks that turn the direction of writing, with which `exe.jpg` is made to look so."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _with_ending(name: str, kind: FileKind) -> str:
    fits = name.lower().endswith(kind.endings)
    return name if fits else f"{name}{kind.endings[0]}"
