"""What a one-use link opens today: the form, the receipt of what it brought, or what counts now.

Looking changes nothing. The person's right is looked at every time, and once more when the report
is recorded: a link outlives neither a hand-over nor a return. The receipt ends with the link: who
finds the letter a month later reads nothing by it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, select

from dondoc.services.accounts.find_account import is_locked_out
from dondoc.services.reports.form_context import FormContext, open_form_context
from dondoc.services.reports.links import ReportLink, read_token
from models.assignment import Assignment, Checkpoint
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import CheckpointFacts, local_date
from models.rules.roles import Role
from models.rules.stages import SETTLED, UNREPORTED
from models.submission import Submission


class LinkTarget(StrEnum):
    """What somebody who comes by a link finds."""

    FORM = "form"
    RECEIPT = "receipt"
    USED = "used"
    EXPIRED = "expired"
    ENDED = "ended"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    REPORTED = "reported"
    MENDED = "mended"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True)
class LinkVisit:
    """A link of ours, whose it is and what it opens."""

    link: ReportLink
    person: Person
    form_context: FormContext
    opens: LinkTarget


def open_link(session: Session, token: str, now: datetime) -> LinkVisit | None:
    """What a token opens; None for one that is not ours, or whose checkpoint is no more.

    None as well where an administrator disabled the person's account: nobody gets in for them.
    """
    link = read_token(token)
    if link is None:
        return None
    person = session.get(Person, link.person_id)
    checkpoint = session.get(Checkpoint, link.checkpoint_id)
    if person is None or checkpoint is None or is_locked_out(session, person.key):
        return None
    assignment = session.get_one(Assignment, checkpoint.assignment_id)
    programme = session.get_one(Programme, assignment.programme_id)
    context = open_form_context(session, programme, checkpoint.key, person.key, now)
    late = local_date(now) > link.until
    used = _was_used(session, link)
    opens = _opens(link, context, late, used)
    if used and not _overtaken(link, context, opens):
        opens = LinkTarget.USED if late else LinkTarget.RECEIPT
    return LinkVisit(link, person, context, opens)


def _overtaken(link: ReportLink, context: FormContext, opens: LinkTarget) -> bool:
    """Whether what the link brought is no more what counts: then its page says what does."""
    gone = (LinkTarget.ENDED, LinkTarget.RETURNED, LinkTarget.MENDED, LinkTarget.NOT_REPORTED)
    return opens in gone or context.checkpoint.facts.returns != link.returns


def _was_used(session: Session, link: ReportLink) -> bool:
    query = select(Submission.id).where(Submission.request_key == link.request_key)
    return session.exec(query).first() is not None


def _stands(facts: CheckpointFacts) -> bool:
    """Whether it is found not done and no report waits: then it can be made good."""
    return facts.finding and facts.stage in SETTLED


def _opens(link: ReportLink, context: FormContext, late: bool, used: bool) -> LinkTarget:
    facts = context.checkpoint.facts
    if not context.checkpoint.is_live:
        return LinkTarget.ENDED
    if Role.OFFICIAL not in context.roles:
        return LinkTarget.HANDED_OVER
    if facts.missing and (late or used or facts.returns != link.returns):
        return LinkTarget.NOT_REPORTED
    if facts.returns != link.returns:
        mends = facts.stage in UNREPORTED or (_stands(facts) and context.return_reason)
        return LinkTarget.RETURNED if mends else LinkTarget.MENDED
    if facts.stage not in UNREPORTED and not _stands(facts):
        return LinkTarget.REPORTED
    return LinkTarget.EXPIRED if late else LinkTarget.FORM
