"""Which of several issues of a period holds: what a digest replaces, and what replaced it.

Whoever holds either of them must be told, by the paper itself: letters are soon parted from it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.services.digest.life import DigestLife, life_of
from models.digest import Digest
from models.rules.checkpoints import local_date
from models.rules.digest_life import DigestState, DigestStepKind, last_step


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
class SupersededDraft:
    """A digest that was never issued and is used no longer, as another one counts.

    `compiled_at`, `as_of`: of the other one; `is_approved`: whether that closes the period.
    """

    compiled_at: datetime
    as_of: date
    is_approved: bool


@dataclass(frozen=True)
class IssueStanding:
    """Whether a digest replaces another one, or holds no longer itself."""

    replaces: ReplacedIssue | None = None
    withdrawn: WithdrawnIssue | SupersededDraft | None = None

    def words(self, tr: Translate) -> dict[str, str]:
        """Both sentences, as templates know them."""
        return {"withdrawn": self.withdrawn_words(tr), "replaces": self.replaces_words(tr)}

    def withdrawn_words(self, tr: Translate) -> str:
        """That it holds no longer; '' where it does."""
        gone = self.withdrawn
        if gone is None:
            return ""
        if isinstance(gone, SupersededDraft):
            key = "digest.superseded.approved" if gone.is_approved else "digest.superseded"
            return tr(key, at=formats.moment(gone.compiled_at), day=formats.day(gone.as_of))
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


def standing_of(session: Session, digest: Digest) -> IssueStanding:
    """As `issue_standing`, where nobody has read the digest's life."""
    return issue_standing(life_of(session, digest))


def issue_standing(life: DigestLife) -> IssueStanding:
    """Whether it replaces another issue of its period, or holds no longer: issued and then
    reopened, or a draft beside which another one counts.

    Of a part that was compiled alone nobody issues anything.
    """
    if not life.facts.is_whole:
        return NEVER_ISSUED_BEFORE
    if life.reopening is not None:
        reopened = life.reopening
        gone = WithdrawnIssue(local_date(reopened.at), reopened.reason, _issued_anew_on(life))
        return IssueStanding(withdrawn=gone)
    if life.state is DigestState.REPLACED and life.counts is not None:
        other = life.counts
        is_approved = life.locked_by is not None
        return IssueStanding(withdrawn=SupersededDraft(other.compiled_at, other.as_of, is_approved))
    return IssueStanding(replaces=replaced_issue(life))


def _issued_anew_on(life: DigestLife) -> date | None:
    """When the one that closes the period now was issued; None where it was not yet."""
    steps = [step for step in life.of_period if step.digest_id == life.locked_by]
    if last_step(step.kind for step in steps) is not DigestStepKind.ISSUED:
        return None
    return local_date(max(step.at for step in steps if step.kind is DigestStepKind.ISSUED))


def _one_line(reason: str) -> str:
    """A reason as it stands within a sentence that has its own full stop."""
    return " ".join(reason.split()).rstrip(". ")


def replaced_issue(life: DigestLife) -> ReplacedIssue | None:
    """The last other digest of all units of the period that was issued; None where there is none.

    Only one that was drawn up before it: what replaces a digest is not what it replaces.
    """
    issued_at, reason = None, ""
    for step in life.of_period:
        if step.digest_id >= life.key:
            continue
        if step.kind is DigestStepKind.ISSUED:
            issued_at, reason = step.at, ""
        elif step.kind is DigestStepKind.REOPENED:
            reason = step.reason
    return ReplacedIssue(issued_at, reason) if issued_at and reason else None
