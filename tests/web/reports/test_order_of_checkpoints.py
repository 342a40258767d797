"""The number before a report follows the order of checkpoints; after one, the next overdue work."""

from datetime import date
from decimal import Decimal

import pytest
from programmes import current_programme
from sites import Site
from verification_pages import record

from dondoc.services.acts.act_input import ActInput
from dondoc.services.reports.form_context import last_value
from dondoc.services.work.checkpoints import find_checkpoint
from dondoc.store.database import reading
from models.assignment import Checkpoint
from models.rules.checkpoints import Act


def before(site: Site, ref: str) -> tuple[str, Decimal] | None:
    with reading(site.workplace.engine) as session:
        key = find_checkpoint(session, current_programme(session).key, ref, date.max)
        last = last_value(session, session.get_one(Checkpoint, key))
    return None if last is None else (last.label, last.value)


def test_an_earlier_quarter_is_not_measured_by_a_later_one_that_was_told_first(site: Site) -> None:
    """A late first quarter is no falling total because the second was told before it."""
    q1 = before(site, "DV01@LT/Q1")
    assert q1 is not None and q1[0] == "Q1"
    update = ActInput(act=Act.UPDATE, ref="DV01@LT/Q2", by="CB-LT2", value=Decimal(900),
                      narrative="Đến nay.")  # fmt: skip
    record(site, update)
    assert before(site, "DV01@LT/Q1") == q1
    assert before(site, "DV01@LT/Q2") == ("Q2", Decimal(900))
    assert before(site, "DV01@LT/Q3") == ("Q2", Decimal(900))


@pytest.mark.parametrize(("ref", "leads"), [("STC02@STC/B2", True), ("STC01@STC/B2", False)])
def test_the_receipt_leads_to_the_next_overdue_work(site: Site, ref: str, leads: bool) -> None:
    """The only overdue one of the position is STC01@STC/B2: after itself there is none."""
    told = ActInput(act=Act.UPDATE, ref=ref, by="CB-STC1", narrative="Đang trình.")
    record(site, told)
    receipt = site.client("CB-STC1").get(f"/report/2022/{ref}?done=update").text
    assert ("Báo cáo việc quá hạn tiếp theo" in receipt) is leads
    assert ('href="/report/2022/STC01%40STC/B2"' in receipt) is leads
