"""A report that somebody files."""

from decimal import Decimal

from sites import Site

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import writing
from models.rules.checkpoints import Act


def report(site: Site, ref: str, by: str, value: str) -> None:
    with writing(site.workplace.engine) as session:
        desk = Recorder(session, site.workplace.clock().now(), site.workplace.evidence, 2022)
        desk.record(ActInput(Act.REPORT, ref, by, value=Decimal(value), narrative="Đã kết nạp."))
