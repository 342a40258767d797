"""What somebody has typed of a report and not sent: kept, so that a broken line loses nothing.

Files that were chosen are stored at once and listed with the draft; only the draft of the same
person says which they are, never the form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.rendering.formats import moment
from dondoc.services.evidence.limits import MEGABYTE
from dondoc.services.evidence.store import Attachment
from dondoc.services.grounds.compare import check_grounds
from dondoc.store.database import is_postgresql
from dondoc.store.upsert import insert_or_update
from models.drafts_and_views import ReportDraft
from models.rules.grounds import Grounds, plain

MAX_LENGTH = 20_000
"""Letters of one field: about eight pages."""
MAX_STORED = 300 * MEGABYTE
"""Bytes that one draft may store in its life: who drops files and sends others fills a disk."""

MAX_BESIDE = 400_000
"""Letters that other opened forms may have kept beside a draft: some two hundred pages."""

_TYPING = 730_214_551
"""Of the advisory lock."""
_FILES, _SPENT, _FORM, _BESIDE = "files", "spent", "form", "beside"
_BY_ITSELF = frozenset({"rows", "basis", "on_behalf_of"})


class DraftFile(NamedTuple):
    """A stored file of a draft, under the name that its sender gave it."""

    file_id: int
    filename: str
    size: int

    @property
    def attachment(self) -> Attachment:
        """The file as it is attached to a report."""
        return Attachment(self.filename, stored=self.file_id)


class DraftBeside(NamedTuple):
    """What was typed at the same time in another opened form."""

    form: str
    saved_at: str
    typed: Mapping[str, str]


@dataclass(frozen=True)
class Draft:
    """The fields as typed, by name. `saved_at`: None for one that was never kept.

    `form`: which opened form brought it. `beside`: what others brought that did not know it.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    files: tuple[DraftFile, ...] = ()
    spent: int = 0
    saved_at: datetime | None = None
    form: str = ""
    beside: tuple[DraftBeside, ...] = ()

    @property
    def grounds(self) -> Grounds:
        """What a form that shows the draft carries of it."""
        return {"saved": plain(self.saved_at)}

    def check_known(self, form: str, grounds_shown: str) -> None:
        """Raises OutdatedError for a form that shows an older draft than this one, or none."""
        if self.saved_at is not None and self.form != form:
            check_grounds(grounds_shown, self.grounds, self.grounds)

    def with_text_beside(self, form: str, typed: Mapping[str, str], now: datetime) -> "Draft":
        """The same draft, and beside it what another form brings."""
        others = [beside for beside in self.beside if beside.form != form]
        if _typed_fields(typed):
            others.append(DraftBeside(form, moment(now), typed))
        return replace(self, beside=tuple(others))

    @property
    def texts_beside(self) -> tuple[DraftBeside, ...]:
        """The texts of other forms that differ from this draft's and from each other."""
        unlike = {tuple(sorted(_typed_fields(beside.typed))): beside for beside in self.beside}
        unlike.pop(tuple(sorted(_typed_fields(self.typed))), None)
        return tuple(unlike.values())

    def taken(self, form: str, now: datetime) -> "Draft":
        """The draft with the text of another form in place of its own, which then stands beside."""
        for beside in self.beside:
            if beside.form == form:
                there = replace(
                    self, typed=beside.typed, form=form, beside=self._all_but(beside.typed)
                )
                return there.with_text_beside(self.form, self.typed, self.saved_at or now)
        return self

    def without(self, form: str) -> "Draft":
        """The draft without the text of another form, which its author throws away."""
        typed = [beside.typed for beside in self.beside if beside.form == form]
        return replace(self, beside=self._all_but(*typed))

    def _all_but(self, *typed: Mapping[str, str]) -> tuple[DraftBeside, ...]:
        gone = [_typed_fields(fields) for fields in typed]
        return tuple(beside for beside in self.beside if _typed_fields(beside.typed) not in gone)

    def brought_by(self, form: str, before: "Draft") -> "Draft":
        """The draft as a form brings it in place of the one before.

        Where the form's own text stood beside until now, that one changes places with it.
        """
        now = replace(self, form=form)
        if before.saved_at is None or form not in {draft.form for draft in before.beside}:
            return now
        now = replace(now, beside=tuple(beside for beside in before.beside if beside.form != form))
        return now.with_text_beside(before.form, before.typed, before.saved_at)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: what a form sends by itself does not count."""
        return not self.files and not self.spent and not _typed_fields(self.typed)

    def says_the_same(self, typed: Mapping[str, str]) -> bool:
        """Whether a form with these fields says what the draft says."""
        return _typed_fields(typed) == _typed_fields(self.typed)

    def text(self, name: str, default: str = "") -> str:
        """A field as typed."""
        return self.typed.get(name, default)

    def with_fields(self, typed: Mapping[str, str]) -> "Draft":
        """The same draft with what is typed now."""
        return replace(
            self, typed={name: sentence[:MAX_LENGTH] for name, sentence in typed.items()}
        )

    def with_files(self, new: Iterable[DraftFile], dropped: Iterable[str] = ()) -> "Draft":
        """The draft with more files and without those whose keys are given; `new` were stored."""
        gone, added = set(dropped), list(new)
        draft_files = {
            file.file_id: file for file in (*self.files, *added) if str(file.file_id) not in gone
        }
        spent = self.spent + sum(file.size for file in added)
        return replace(self, files=tuple(draft_files.values()), spent=spent)


def _typed_fields(typed: Mapping[str, str]) -> set[tuple[str, str]]:
    """What somebody typed; what a form sends by itself does not count."""
    return {(name, text) for name, text in typed.items() if text and name not in _BY_ITSELF}


def hold_draft(session: Session, person_id: int, checkpoint_id: int) -> None:
    """Keeps what two devices of one person type apart until the transaction ends.

    Else both would find the draft as it was before, and one text would take the other's place.
    On SQLite the writing transaction does it.
    """
    if is_postgresql(session):
        mark = func.hashtext(f"{person_id}/{checkpoint_id}")
        session.execute(select(func.pg_advisory_xact_lock(_TYPING, mark)))


def find_draft(session: Session, person_id: int, checkpoint_id: int) -> Draft | None:
    """What a person has kept of a report, if anything."""
    query = select(ReportDraft).where(
        ReportDraft.person_id == person_id, ReportDraft.checkpoint_id == checkpoint_id
    )
    row = session.exec(query).one_or_none()
    if row is None:
        return None
    details = {name: text for name, text in row.typed.items() if isinstance(text, str)}
    return Draft(
        details,
        files=tuple(DraftFile(*cells) for cells in row.typed.get(_FILES, ())),
        spent=row.typed.get(_SPENT, 0),
        saved_at=row.saved_at,
        form=details.pop(_FORM, ""),
        beside=tuple(DraftBeside(*cells) for cells in row.typed.get(_BESIDE, ())),
    )


def files_in_drafts(session: Session) -> frozenset[int]:
    """The keys of all files that some draft holds."""
    rows = session.connection().execute(select(col(ReportDraft.typed)))
    return frozenset(int(cells[0]) for row in rows for cells in row[0].get(_FILES, ()))


def check_room(draft: Draft, files: Sequence[Attachment]) -> None:
    """Refuses files that a draft has no room left for. Raises BadInput."""
    if draft.spent + sum(len(file.content) for file in files) > MAX_STORED:
        raise BadInput("upload.draft_full", limit=MAX_STORED // MEGABYTE)


def check_room_beside(draft: Draft) -> None:
    """Refuses a text that a draft has no room left for beside it. Raises BadInput.

    Nothing makes room by itself: every text was typed by somebody.
    """
    if sum(len(text) for beside in draft.beside for text in beside.typed.values()) > MAX_BESIDE:
        raise BadInput("draft.beside_full", count=len(draft.texts_beside) - 1)


def keep_draft(
    session: Session, person_id: int, checkpoint_id: int, draft: Draft, now: datetime
) -> None:
    """Keeps a draft in place of the one before."""
    typed: dict[str, Any] = dict(draft.typed)
    typed |= {_FILES: [list(file) for file in draft.files], _SPENT: draft.spent}
    typed |= {_FORM: draft.form, _BESIDE: [list(beside) for beside in draft.beside]}
    keys = {"person_id": person_id, "checkpoint_id": checkpoint_id}
    insert_or_update(session, ReportDraft, keys, {"typed": typed, "saved_at": now})


def drop_draft(
    session: Session, person_id: int, checkpoint_id: int, until: datetime | None = None
) -> None:
    """Forgets a draft: its report was sent, or its author wants to begin again.

    `until`: what another form brought later stays.
    """
    query = delete(ReportDraft).where(
        col(ReportDraft.person_id) == person_id,
        col(ReportDraft.checkpoint_id) == checkpoint_id,
    )
    if until is not None:
        query = query.where(col(ReportDraft.saved_at) <= until)
    session.connection().execute(query)
