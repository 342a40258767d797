"""Approving a digest, which closes its period, and reopening it for a reason.

Closed, the figures of the digest never change and no other one of the period is approved. Late
reports, corrections and requests go on: what they change stands in the next digest.
"""

from collections.abc import Set

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.digest.life import DigestLife, check_act, life_of
from dondoc.services.digest.remarks import open_remarks
from dondoc.services.figures.quarter import parse_period
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.mandates import people_with
from dondoc.services.working_days.own_work import answered_in
from models.assignment import Assignment, Checkpoint
from models.digest import Digest, DigestStep
from models.event import EventKind
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.programme import Programme
from models.rules.digest_life import DigestAct, DigestStepKind
from models.rules.grounds import Grounds, plain
from models.rules.roles import Mandate
from models.rules.stages import Standing
from models.rules.texts import bare

_WHAT = {
    DigestStepKind.APPROVED: "digest_approved",
    DigestStepKind.ISSUED: "digest_issued",
    DigestStepKind.REOPENED: "digest_reopened",
}
DECIDED_ON = ("digest_state", "digest_latest", "digest_remarks")
"""What whoever approves, issues or reopens a digest has been shown of it."""


def digest_grounds(session: Session, digest_id: int) -> Grounds:
    """Where a digest stands and who brought it there, the newest of its period, open remarks.

    Nothing where there is none.
    """
    digest = session.get(Digest, digest_id)
    if digest is None:
        return {}
    return grounds_of(session, digest, life_of(session, digest))


def grounds_of(session: Session, digest: Digest, life: DigestLife) -> Grounds:
    """The same, where its life was read."""
    last = life.steps[-1] if life.steps else None
    words = f"{last.by}, {last.at.timestamp():.3f}" if last else ""
    return {
        "digest_state": f"{life.state} {words}".strip(),
        "digest_latest": plain(life.latest_at),
        "digest_remarks": str(len(open_remarks(session, digest))),
    }


def approve(change: SettingsChange, digest_id: int) -> DigestLife:
    """The secretariat stands by a digest; its period is closed.

    Raises Refused without the right, for one's own work, and where it cannot be approved.
    """
    digest = digest_to_decide(change, digest_id, DigestAct.APPROVE)
    if (ref := _own_work(change, digest)) is not None:
        raise Refused("digests.error.own", ref=ref)
    return take_step(change, digest, DigestStepKind.APPROVED)


def reopen(change: SettingsChange, digest_id: int, reason: str) -> DigestLife:
    """The period is open again: the digest is a draft, and a newer one may be drawn up.

    Raises Refused without the right or where it is not approved, BadInput without a reason.
    """
    digest = digest_to_decide(change, digest_id, DigestAct.REOPEN)
    if not bare(reason):
        raise BadInput("digests.error.reason")
    return take_step(change, digest, DigestStepKind.REOPENED, bare(reason))


def digest_to_decide(change: SettingsChange, digest_id: int, act: DigestAct) -> Digest:
    """The digest, held together with all that the office sets until the transaction ends.

    Raises BadInput where there is none, Refused without the right or where it cannot be done.
    """
    session = change.session
    hold_office(session)
    change.mandated(Mandate.SECRETARIAT)
    digest = session.get(Digest, digest_id)
    if digest is None:
        raise BadInput("digests.error.unknown", number=digest_id)
    check_act(session, digest, act)
    return digest


def take_step(
    change: SettingsChange,
    digest: Digest,
    kind: DigestStepKind,
    reason: str = "",
    **details: object,
) -> DigestLife:
    """Writes a step down, in the digest's life and in history."""
    session = change.session
    session.add(
        DigestStep(
            digest_id=digest.key, kind=kind, person_id=change.actor.key, at=change.now,
            reason=reason,
        )
    )  # fmt: skip
    session.flush()
    day, sha256 = digest.as_of.isoformat(), digest.figures_sha256
    what = {"what": _WHAT[kind], "quarter": digest.quarter, "as_of": day, "sha256": sha256}
    row = {
        "kind": EventKind.SETTINGS_CHANGED,
        "programme_id": digest.programme_id,
        "actor_id": change.actor.key,
        "reason": reason,
        "data": {**what, "digest": digest.key, **details},
    }
    append(session, change.now, [row])
    return life_of(session, digest)


def _own_work(change: SettingsChange, digest: Digest) -> str | None:
    """The first of their own work that the digest judges, where another member has none in it.

    An office of one approves all the same: nobody else could.
    """
    own = _first_judged(change, digest, change.actor.key)
    if own is None:
        return None
    office = people_with(change.session, Mandate.SECRETARIAT, change.today)
    others = (key for key in office if key != change.actor.key)
    return own if any(_first_judged(change, digest, key) is None for key in others) else None


def _first_judged(change: SettingsChange, digest: Digest, person_id: int) -> str | None:
    """Of what somebody answers for, the first assignment of which the digest judges something.

    That is what is due in the period, and what it lists as overdue from before or after it.
    """
    session = change.session
    year = session.get_one(Programme, digest.programme_id).year
    mine = {ref for _, ref in answered_in(session, person_id, [year], change.today)}
    if not mine:
        return None
    listed = mine & _listed_overdue(digest)
    return min(listed | _due_in(session, digest, mine), default=None)


def _listed_overdue(digest: Digest) -> set[str]:
    lists = (digest.figures.get(name, ()) for name in ("overdue", "backlog", "later"))
    return {item["ref"].partition("/")[0] for items in lists for item in items}


def _due_in(session: Session, digest: Digest, refs: Set[str]) -> set[str]:
    period = parse_period(digest.quarter)
    query = (
        select(col(Assignment.ref))
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            col(Assignment.programme_id) == digest.programme_id,
            col(Assignment.ref).in_(sorted(refs)),
            col(Checkpoint.standing) == Standing.LIVE,
            col(Checkpoint.due_on).between(period.start, period.end),
        )
    )
    return set(session.scalars(query))
