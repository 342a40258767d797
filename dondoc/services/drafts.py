"""What somebody has typed of a report and not sent: kept, so that a broken line loses nothing.

Files that were chosen are stored at once and listed with the draft; only the draft of the same
person says which they are, never the form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete
from sqlmodel import Session, col, select

from dondoc.services.errors import BadInput
from dondoc.services.evidence import Attachment
from dondoc.services.uploads import MEGABYTE
from dondoc.services.upsert import insert_or_update
from models.desk import ReportDraft

LONGEST = 20_000
"""Letters of one field: about eight pages."""
MOST_STORED = 300 * MEGABYTE
"""Bytes that one draft may store in its life: who drops files and sends others fills a disk."""

_FILES, _SPENT = "files", "spent"
_BY_ITSELF = frozenset({"rows", "basis", "on_behalf_of"})


class Kept(NamedTuple):
    """A stored file of a draft, under the name that its sender gave it."""

    file_id: int
    filename: str
    size: int

    @property
    def attachment(self) -> Attachment:
        """The file as it is attached to a report."""
        return Attachment(self.filename, stored=self.file_id)


@dataclass(frozen=True)
class Draft:
    """The fields as typed, by name. `saved_at`: None for one that was never kept."""

    typed: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Kept, ...] = ()
    spent: int = 0
    saved_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: what a form sends by itself does not count."""
        said = (text for name, text in self.typed.items() if name not in _BY_ITSELF)
        return not self.files and not self.spent and not any(said)

    def text(self, name: str, default: str = "") -> str:
        """A field as typed."""
        return self.typed.get(name, default)

    def with_fields(self, typed: Mapping[str, str]) -> "Draft":
        """The same draft with what is typed now."""
        return replace(self, typed={name: said[:LONGEST] for name, said in typed.items()})

    def with_files(self, new: Iterable[Kept], dropped: Iterable[str] = ()) -> "Draft":
        """The draft with more files and without those whose keys are given; `new` were stored."""
        gone, added = set(dropped), list(new)
        kept = {one.file_id: one for one in (*self.files, *added) if str(one.file_id) not in gone}
        spent = self.spent + sum(one.size for one in added)
        return replace(self, files=tuple(kept.values()), spent=spent)


def find_draft(session: Session, person_id: int, checkpoint_id: int) -> Draft | None:
    """What a person has kept of a report, if anything."""
    query = select(ReportDraft).where(
        ReportDraft.person_id == person_id, ReportDraft.checkpoint_id == checkpoint_id
    )
    row = session.exec(query).one_or_none()
    if row is None:
        return None
    plain = {name: said for name, said in row.typed.items() if isinstance(said, str)}
    files = tuple(Kept(*one) for one in row.typed.get(_FILES, ()))
    return Draft(plain, files, row.typed.get(_SPENT, 0), row.saved_at)


def files_in_drafts(session: Session) -> frozenset[int]:
    """The keys of all files that some draft holds."""
    rows = session.connection().execute(select(col(ReportDraft.typed)))
    return frozenset(int(one[0]) for row in rows for one in row[0].get(_FILES, ()))


def check_room(draft: Draft, files: Sequence[Attachment]) -> None:
    """Refuses files that a draft has no room left for. Raises BadInput."""
    if draft.spent + sum(len(one.content) for one in files) > MOST_STORED:
        raise BadInput("upload.draft_full", limit=MOST_STORED // MEGABYTE)


def keep_draft(
    session: Session, person_id: int, checkpoint_id: int, draft: Draft, now: datetime
) -> None:
    """Keeps a draft in place of the one before."""
    typed: dict[str, Any] = dict(draft.typed)
    typed |= {_FILES: [list(one) for one in draft.files], _SPENT: draft.spent}
    keys = {"person_id": person_id, "checkpoint_id": checkpoint_id}
    insert_or_update(session, ReportDraft, keys, {"typed": typed, "saved_at": now})


def drop_draft(session: Session, person_id: int, checkpoint_id: int) -> None:
    """Forgets a draft: its report was sent, or its author wants to begin again."""
    session.connection().execute(
        delete(ReportDraft).where(
            col(ReportDraft.person_id) == person_id,
            col(ReportDraft.checkpoint_id) == checkpoint_id,
        )
    )
