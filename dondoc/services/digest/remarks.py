"""Remarks upon digests: kept beside them, and open until somebody answers, in whichever follows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.rendering.formats import moment
from dondoc.services.digest.life import check_act
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import names_of_people
from models.digest import Digest, DigestRemark
from models.rules.digest_life import DigestAct
from models.rules.roles import Mandate
from models.rules.texts import bare

MAX_LENGTH = 4000


@dataclass(frozen=True)
class RemarkShown:
    """A remark. `quarter`: of the digest upon which it was made; `own`: upon this very one."""

    key: int
    by: str
    at: datetime
    text: str
    quarter: str
    own: bool
    answered_by: str
    answered_at: datetime | None
    answer: str


def remarks_on(session: Session, digest: Digest) -> list[RemarkShown]:
    """Those made upon it, and those upon earlier ones of the programme that are still open."""
    rows = session.connection().execute(_query(digest, with_answered=True)).all()
    people = {row[2] for row in rows} | {row[6] for row in rows if row[6]}
    names = names_of_people(session, sorted(people))
    return [
        RemarkShown(
            key, names[by], at, text, quarter, upon == digest.key,
            names.get(answered_by, ""), answered_at, answer,
        )
        for key, upon, by, at, text, quarter, answered_by, answered_at, answer in rows
    ]  # fmt: skip


def open_remarks(session: Session, digest: Digest) -> list[int]:
    """The keys of those that wait for an answer when this digest is decided on."""
    rows = session.connection().execute(_query(digest, with_answered=False)).all()
    return [row[0] for row in rows]


def remark(change: SettingsChange, digest_id: int, text: str) -> DigestRemark:
    """Somebody of the secretariat or the Standing Committee remarks upon a digest.

    Raises Refused without the right or where a newer one has replaced it, BadInput for nothing or
    too much.
    """
    hold_office(change.session)  # whoever approves at the same moment is shown it, or comes first
    change.mandated(Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)
    digest = change.session.get(Digest, digest_id)
    if digest is None:
        raise BadInput("digests.error.unknown", number=digest_id)
    check_act(change.session, digest, DigestAct.REMARK)
    row = DigestRemark(
        digest_id=digest_id, person_id=change.actor.key, at=change.now, text=_checked(text)
    )
    change.session.add(row)
    change.session.flush()
    change.note("digest_remark", digest=digest_id, quarter=digest.quarter, text=row.text[:200])
    return row


def answer(change: SettingsChange, digest_id: int, remark_id: int, text: str) -> DigestRemark:
    """The secretariat answers a remark, once, where it stands beside a digest.

    Raises Refused, BadInput as `remark` does.
    """
    hold_office(change.session)
    change.mandated(Mandate.SECRETARIAT)
    beside = change.session.get(Digest, digest_id)
    if beside is None:
        raise BadInput("digests.error.unknown", number=digest_id)
    row = change.session.get(DigestRemark, remark_id, with_for_update=True)
    if row is None or not _stands_beside(change.session, beside, remark_id):
        raise BadInput("digests.error.no_remark")
    if row.answered_at is not None:
        who = row.answered_by_id or 0
        names = names_of_people(change.session, [who])
        raise Refused(
            "digests.error.answered", person=names.get(who, ""), at=moment(row.answered_at)
        )
    row.answer, row.answered_by_id, row.answered_at = _checked(text), change.actor.key, change.now
    digest = change.session.get_one(Digest, row.digest_id)
    change.session.flush()
    change.note("digest_answer", digest=digest.key, quarter=digest.quarter, remark=remark_id)
    return row


def _stands_beside(session: Session, digest: Digest, remark_id: int) -> bool:
    """Also one that was answered meanwhile: who is late is told by whom."""
    query = (
        select(col(DigestRemark.id))
        .join(Digest, col(Digest.id) == col(DigestRemark.digest_id))
        .where(
            col(DigestRemark.id) == remark_id,
            col(DigestRemark.digest_id) <= digest.key,
            col(Digest.programme_id) == digest.programme_id,
        )
    )
    return session.scalar(query) is not None


def _checked(text: str) -> str:
    plain = bare(text)
    if not plain:
        raise BadInput("digests.error.no_text")
    if len(plain) > MAX_LENGTH:
        raise BadInput("digests.error.long", n=MAX_LENGTH)
    return plain


def _query(digest: Digest, *, with_answered: bool) -> Select[Any]:
    still_open = col(DigestRemark.answered_at).is_(None)
    upon = col(DigestRemark.digest_id) == digest.key
    earlier = still_open & (col(DigestRemark.digest_id) < digest.key)
    chosen = or_(upon, earlier) if with_answered else or_(upon & still_open, earlier)
    return (
        select(
            col(DigestRemark.id), col(DigestRemark.digest_id), col(DigestRemark.person_id),
            col(DigestRemark.at), col(DigestRemark.text), col(Digest.quarter),
            col(DigestRemark.answered_by_id), col(DigestRemark.answered_at),
            col(DigestRemark.answer),
        )
        .join(Digest, col(Digest.id) == col(DigestRemark.digest_id))
        .where(col(Digest.programme_id) == digest.programme_id, chosen)
        .order_by(col(DigestRemark.id))
    )  # fmt: skip
