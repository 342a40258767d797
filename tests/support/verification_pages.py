"""The pages of verification, as tests read and fill them."""

from datetime import date
from decimal import Decimal

import page_grounds
from programmes import current_programme
from sites import Site

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.programme.frames import frame_of
from dondoc.services.work.checkpoints import LoadedCheckpoint, find_checkpoint, load_checkpoints
from dondoc.store.database import reading, writing
from models.rules.checkpoints import Act

SECRETARIAT = "CB-VPTU3"


VALUE, PRODUCT = "GPMB01@VT/B2", "CAT01@CAT/B2"
"""Reported in the sample and waiting; the product was reported one day before the value."""


def item_of(site: Site, ref: str) -> LoadedCheckpoint:
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        frame = frame_of(session, programme)
        key = find_checkpoint(session, programme.key, ref, date.max)
        return load_checkpoints(session, frame, [key])[key]


def record(site: Site, given: ActInput) -> None:
    with writing(site.workplace.engine) as session:
        Recorder(session, site.workplace.clock().now(), site.workplace.evidence).record(given)


def fields_of(page: str) -> dict[str, str]:
    """What the first form of a case carries unseen."""
    form = page[page.index('<form class="sheet" method="post">') :]
    return page_grounds.hidden(form.partition("</form>")[0])


def reporter_of(site: Site, ref: str) -> str:
    from sqlmodel import select

    from dondoc.store.database import reading
    from models.person import Person

    report = item_of(site, ref).facts.report
    assert report is not None
    with reading(site.workplace.engine) as session:
        return session.exec(select(Person.code).where(Person.id == report.by)).one()


def report_again(site: Site, ref: str = VALUE, value: str = "9") -> None:
    """The same person replaces the report that waits."""
    by = reporter_of(site, ref)
    record(site, ActInput(act=Act.REPORT, ref=ref, by=by, value=Decimal(value)))
