"""Looking into a site's database from a test, and acting there without a page."""

from datetime import date
from decimal import Decimal

from programmes import current_programme
from sites import Site, person_id
from sqlmodel import col, select

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.reports.drafts import Draft, find_draft
from dondoc.services.reports.form import Sent, last_sent
from dondoc.services.work.checkpoints import find_checkpoint
from dondoc.store.database import reading, writing
from models.rules.checkpoints import Act
from models.submission import Submission

SECRETARY_OF_THE_OFFICE = "CB-VPTU3"


def checkpoint_id(site: Site, ref: str) -> int:
    """The key of a checkpoint."""
    with reading(site.workplace.engine) as session:
        return find_checkpoint(session, current_programme(session).key, ref, date.max)


def sent(site: Site, ref: str, act: Act = Act.REPORT) -> Sent | None:
    """The last report on a checkpoint."""
    key = checkpoint_id(site, ref)
    with reading(site.workplace.engine) as session:
        return last_sent(session, key, act=act)


def acts(site: Site, ref: str) -> list[Submission]:
    """Everything recorded on a checkpoint, the oldest first."""
    query = select(Submission).where(Submission.checkpoint_id == checkpoint_id(site, ref))
    with reading(site.workplace.engine) as session:
        return list(session.exec(query.order_by(col(Submission.id))))


def draft(site: Site, ref: str, code: str) -> Draft | None:
    """What somebody has kept of a report."""
    who, what = person_id(site, code), checkpoint_id(site, ref)
    with reading(site.workplace.engine) as session:
        return find_draft(session, who, what)


def record(site: Site, given: ActInput) -> None:
    """An act, as the command line records it."""
    with writing(site.workplace.engine) as session:
        Recorder(session, site.workplace.clock().now(), site.workplace.evidence).record(given)


def report(site: Site, ref: str, by: str, value: int = 5, behalf: str | None = None) -> None:
    """A final report, without a page."""
    record(site, ActInput(Act.REPORT, ref, by, on_behalf_of=behalf, value=Decimal(value)))


def send_back(site: Site, ref: str, reason: str) -> None:
    """The secretariat returns a report."""
    record(site, ActInput(Act.RETURN, ref, SECRETARY_OF_THE_OFFICE, reason=reason))
