"""Plan files that were uploaded and wait to be loaded: kept for a day, for their sender alone."""

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session

from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.administrators import keys_on, somebody_left
from dondoc.services.organisation.mandates import mandates_of
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.plan.load.changes import PlanDifference
from dondoc.services.plan.load.load import difference, load
from dondoc.services.programme.at_work import years_on
from dondoc.services.staffing.history import hold_staff
from dondoc.services.workbook.open import DEFAULT_LIMITS
from models.rules.roles import Mandate
from models.rules.texts import composed_letters

KEEP_FOR = timedelta(days=1)
_KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_BATCH = 1024 * 1024


@dataclass(frozen=True)
class UploadDetails:
    """What the sender says of a plan that does not say it itself."""

    year: int | None = None
    unit: str | None = None
    unit_name: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Upload:
    """A file that waits. `name`: as its sender called it; `is_loaded`: it is there no more."""

    token: str
    name: str
    path: Path
    details: UploadDetails
    is_loaded: bool = False

    def checked(self) -> Checked:
        """What is right and wrong in it; reading it takes a second or two."""
        details = self.details
        return check(
            self.path,
            CheckOptions(details.year, details.unit, details.unit_name, kind=details.kind),
        )


def may_load(viewer: Viewer) -> bool:
    """The secretariat; the administrator only while there is nothing that says who that is."""
    first = viewer.programme_id is None and viewer.has(Mandate.ADMINISTRATOR)
    return first or viewer.has(Mandate.SECRETARIAT)


def keep(
    folder: Path,
    viewer: Viewer,
    name: str,
    content: BinaryIO,
    details: UploadDetails,
    wall: datetime,
) -> Upload:
    """Keeps a file until it is loaded or a day has passed.

    Raises Refused without the right, BadInput for a file of another kind or too large.
    """
    _only_who_may(viewer)
    _sweep(folder, wall)
    kind = Path(name).suffix.casefold()
    if kind not in _KINDS:
        raise BadInput("plan_page.error.kind", name=name, kinds=", ".join(_KINDS))
    token = secrets.token_urlsafe(18)
    place = folder / token
    place.mkdir(parents=True, mode=0o700)
    try:
        _write(content, place / f"plan{kind}")
    except BadInput:
        shutil.rmtree(place)
        raise
    known = {"person": viewer.person_id, "name": _plain(name), "said": asdict(details)}
    (place / "about.json").write_text(json.dumps(known), encoding="utf-8")
    return Upload(token, _plain(name), place / f"plan{kind}", details)


def find(folder: Path, viewer: Viewer, token: str) -> Upload | None:
    """A file that this person sent; None for anything else."""
    _only_who_may(viewer)
    place = folder / token
    if place.parent != folder or not (place / "about.json").is_file():
        return None
    known = json.loads((place / "about.json").read_text(encoding="utf-8"))
    if known["person"] != viewer.person_id:
        return None
    details = UploadDetails(**known["said"])
    path = next(place.glob("plan.*"), None)
    if path is None:  # whoever pressed twice, or has the page in two windows, is told
        return Upload(token, known["name"], place, details, is_loaded=True)
    return Upload(token, known["name"], path, details)


def note_loaded(upload: Upload) -> None:
    """Throws the file away once it was loaded, and keeps for a day that it was."""
    upload.path.unlink(missing_ok=True)


def forget(upload: Upload) -> None:
    """Throws a file away."""
    place = upload.path if upload.is_loaded else upload.path.parent
    shutil.rmtree(place, ignore_errors=True)


def changes(
    session: Session,
    viewer: Viewer,
    checked: Checked,
    today: date,
    *,
    complete: bool,
    sure: frozenset[str] = frozenset(),
) -> PlanDifference:
    """What loading it would change. Raises BadInput as `difference` does."""
    assert checked.draft is not None
    return difference(
        session,
        checked.draft,
        complete=complete,
        today=today,
        actor_id=viewer.person_id,
        sure=sure,
    )


def apply(
    session: Session,
    viewer: Viewer,
    upload: Upload,
    checked: Checked,
    now: datetime,
    *,
    complete: bool,
    sure: frozenset[str] = frozenset(),
) -> PlanDifference:
    """Loads it, in the caller's transaction. Raises Refused (PlanConflict and PlanDoubtful among
    them), BadInput.

    Refused as well, all of it, where the secretariat would make somebody an administrator, or
    take the last one; and to whom the right was taken while the file was read.
    """
    _only_who_may(viewer)
    if checked.draft is None:
        raise BadInput("plan.has_errors", file=upload.name, count=len(checked.errors))
    hold_staff(session)  # before the lock of administrators, as whoever takes up a position does
    held = _only_who_still_may(session, viewer)
    with _only_administrators_make_one(session, viewer, held), somebody_left(session, viewer.day):
        return load(
            session,
            checked.draft,
            complete=complete,
            actor_id=viewer.person_id,
            now=now,
            plan_sha256=checked.sha256,
            sure=sure,
        )


@contextmanager
def _only_administrators_make_one(
    session: Session, viewer: Viewer, held: frozenset[Mandate]
) -> Iterator[None]:
    before = keys_on(session, viewer.day)
    yield
    more = keys_on(session, viewer.day).lets_more_in(before)
    if more and Mandate.ADMINISTRATOR not in held:
        raise Refused("plan_page.error.administrator")


def _only_who_may(viewer: Viewer) -> None:
    if not may_load(viewer):
        raise Refused("plan_page.error.not_yours")


def _only_who_still_may(session: Session, viewer: Viewer) -> frozenset[Mandate]:
    """What the viewer holds now: reading a file takes seconds, and it was asked before."""
    held = mandates_of(session, viewer.person_id, viewer.day)
    first = Mandate.ADMINISTRATOR in held and years_on(session, viewer.day).at_work is None
    if not first and Mandate.SECRETARIAT not in held:
        raise Refused("plan_page.error.not_yours")
    return held


def _write(content: BinaryIO, path: Path) -> None:
    written = 0
    with path.open("xb") as target:
        while portion := content.read(_BATCH):
            written += len(portion)
            if written > DEFAULT_LIMITS.max_file_bytes:
                limit = DEFAULT_LIMITS.max_file_bytes // _BATCH
                raise BadInput("plan_page.error.too_big", limit=limit)
            target.write(portion)
    if not written:
        raise BadInput("plan_page.error.empty")


def _plain(name: str) -> str:
    """The last part of the name, without anything that would not print."""
    last = composed_letters(name).replace("\\", "/").rpartition("/")[2]
    return "".join(text for text in last if text.isprintable())[:200]


def _sweep(folder: Path, wall: datetime) -> None:
    """What nobody loaded within a day is gone."""
    for place in folder.glob("*"):
        with suppress(FileNotFoundError):  # somebody else sweeps at the same time
            if place.stat().st_mtime < (wall - KEEP_FOR).timestamp():
                shutil.rmtree(place, ignore_errors=True)
