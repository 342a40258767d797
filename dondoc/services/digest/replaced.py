"""Which of several issues of a period holds: what a digest replaces, and what replaced it.

Whoever holds either of them must be told, by the paper itself: letters are soon parted from it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.services.digest.life import WHOLE, DigestLife, life_of
from models.digest import Digest, DigestStep
from models.rules.checkpoints import local_date
from models.rules.digest_life import DigestState, DigestStepKind


class ReplacedIssue(NamedTuple):
    """When the earlier digest was issued, and why its period was reopened."""

    issued_at: datetime
    reason: str


@dataclass(frozen=True)
class WithdrawnIssue:
    """An issue that holds no longer: since its period was reopened, and why.

    `issued_anew_on`: when the one that holds instead was issued; None as long as there is none.
    """

    reopened_on: date
    reason: str
    issued_anew_on: date | None


@dataclass(frozen=True)
class IssueStanding:
    """Whether a digest replaces another one, or holds no longer itself."""

    replaces: ReplacedIssue | None = None
    withdrawn: WithdrawnIssue | None = None

    def words(self, tr: Translate) -> dict[str, str]:
        """Both sentences, as templates know them."""
        return {"withdrawn": self.withdrawn_words(tr), "replaces": self.replaces_words(tr)}

    def withdrawn_words(self, tr: Translate) -> str:
        """That it holds no longer; '' where it does."""
        gone = self.withdrawn
        if gone is None:
            return ""
        reason = _one_line(gone.reason)
        if gone.issued_anew_on is None:
            return tr("digest.withdrawn", day=formats.day(gone.reopened_on), reason=reason)
        return tr("digest.replaced", day=formats.day(gone.issued_anew_on), reason=reason)

    def replaces_words(self, tr: Translate) -> str:
        """Which one it replaces, and why; '' where it replaces none."""
        if self.replaces is None:
            return ""
        day = formats.day(local_date(self.replaces.issued_at))
        return tr("digest.replaces", day=day, reason=_one_line(self.replaces.reason))


NEVER_ISSUED_BEFORE = IssueStanding()
"""What most digests are: the only one of their period."""


def issue_standing(session: Session, digest: Digest) -> IssueStanding:
    """Whether it replaces another issue of its period, or was itself issued and then reopened.

    Of a part that was compiled alone nobody issues anything.
    """
    if digest.unit_id is not None or digest.person_id is not None:
        return NEVER_ISSUED_BEFORE
    life = life_of(session, digest)
    if life.reopening is not None:
        reopened = life.reopening
        anew = _issued_on(session, life)
        gone = WithdrawnIssue(local_date(reopened.at), reopened.reason, anew)
        return IssueStanding(withdrawn=gone)
    return IssueStanding(replaces=replaced_issue(session, digest))


def _issued_on(session: Session, life: DigestLife) -> date | None:
    """When the one that closes the period now was issued; None where it was not yet."""
    if life.locked_by is None:
        return None
    other = life_of(session, session.get_one(Digest, life.locked_by))
    if other.state is not DigestState.ISSUED:
        return None
    return local_date(max(s.at for s in other.steps if s.kind is DigestStepKind.ISSUED))


def _one_line(reason: str) -> str:
    """A reason as it stands within a sentence that has its own full stop."""
    return " ".join(reason.split()).rstrip(". ")


def replaced_issue(session: Session, digest: Digest) -> ReplacedIssue | None:
    """The last other digest of all units of the period that was issued; None where there is none.

    Only one that was drawn up before it: what replaces a digest is not what it replaces.
    """
    query = (
        select(DigestStep)
        .join(Digest, col(Digest.id) == col(DigestStep.digest_id))
        .where(
            col(Digest.programme_id) == digest.programme_id,
            col(Digest.quarter) == digest.quarter,
            col(Digest.id) < digest.key,
            *WHOLE,
        )
        .order_by(col(DigestStep.id))
    )
    issued_at, reason = None, ""
    for step in session.scalars(query):
        if step.kind is DigestStepKind.ISSUED:
            issued_at, reason = step.at, ""
        elif step.kind is DigestStepKind.REOPENED:
            reason = step.reason
    return ReplacedIssue(issued_at, reason) if issued_at and reason else None
