"""Reminding as one use case: scan for reasons, gather them into messages, deliver what is due."""

from dataclasses import dataclass
from datetime import datetime

from dondoc.db import writing
from dondoc.i18n import translator
from dondoc.services.deliver.policy import Policy
from dondoc.services.deliver.run import DeliverResult, deliver
from dondoc.services.programmes import current_programme
from dondoc.services.remind.gather import GatherResult, gather
from dondoc.services.remind.office import Office
from dondoc.services.remind.scan import ScanResult, scan
from dondoc.workplace import Workplace


@dataclass(frozen=True)
class Reminded:
    """What a reminder run decided."""

    scanned: ScanResult
    gathered: GatherResult


def office_of(workplace: Workplace) -> Office:
    """From whom letters come."""
    settings = workplace.settings
    return Office(
        name=settings.office or translator(settings.language)("office.name"),
        address=settings.mail_from,
        reply_to=settings.reply_to,
        sample=workplace.sample,
    )


def remind(workplace: Workplace, now: datetime, year: int | None = None) -> Reminded:
    """Decides who is to be reminded of what, and puts it into messages. Sends nothing."""
    with writing(workplace.engine) as session:
        programme = current_programme(session, year)
        scanned = scan(session, programme, now)
    with writing(workplace.engine) as session:
        return Reminded(scanned, gather(session, current_programme(session, year), now))


def deliver_due(workplace: Workplace, now: datetime, policy: Policy | None = None) -> DeliverResult:
    """Sends every message that is due to the configured channel, or the embedded mailbox."""
    settings = workplace.settings
    # The people of a sample are made up, and its clock is not ours: its letters stay here.
    url = settings.mailbox_url if workplace.sample else settings.channel_url
    return deliver(workplace.engine, url, now, office_of(workplace), policy)
