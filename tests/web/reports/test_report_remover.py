"""Who can remove a difficulty is typed by name where there are too many units for a list."""

from decimal import Decimal

import pytest
import sample_acts
from report_form import BY, GOOD, HERE, REF
from sites import Site
from sqlmodel import Session

from dondoc.services.organisation.units import names_on
from dondoc.services.reports import form as report_form
from dondoc.store.database import reading


def name_of(session: Session, site: Site, unit_id: int) -> str:
    return names_on(session, site.workplace.clock().today(), [unit_id])[unit_id].name


def test_a_name_is_understood_and_one_that_nobody_has_is_said(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_form, "MAX_UNITS_TO_CHOOSE", 3)
    client = site.client(BY)
    page = client.get(HERE).text
    assert "Mã đơn vị có thể tháo gỡ" not in page and "Gõ tên hoặc mã" in page
    fields = GOOD | {"difficulty-0": "Thiếu nguồn", "remover-0": "Nơi không có"}
    refused = client.post(HERE, data=fields)
    assert refused.status_code == 422 and "Nơi không có" in refused.text
    assert client.post(HERE, data=fields | {"remover-0": "huyện sông lô"}).status_code == 303
    sent = sample_acts.sent(site, REF)
    assert sent is not None and sent.report.value == Decimal(70)
    with reading(site.workplace.engine) as session:
        unit_id = sent.difficulties[0].remover_unit_id
        assert unit_id is not None and name_of(session, site, unit_id) == "Huyện Sông Lô"
