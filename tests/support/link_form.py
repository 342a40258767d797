"""A one-use link to the form of a report."""

from datetime import date

import sample_acts
from sites import Site, person_id

from dondoc.services.reports.links import ReportLink

REF, BY, TODAY = "DV01@LT/Q2", "CB-LT2", date(2022, 5, 20)


def address(site: Site, until: date = TODAY, returns: int = 0, ref: str = REF) -> str:
    link = ReportLink(person_id(site, BY), sample_acts.checkpoint_id(site, ref), returns, until)
    return f"/r/{link.token}"
