"""Where there are too many units for a list, one is typed by its name, on every list."""

import pytest
from sites import Site

from dondoc.services.boards.overdue import choices

PAGES = ("/overdue", "/register", "/preview", "/verify/results", "/verify/extensions")


@pytest.mark.parametrize("path", PAGES)
def test_a_unit_is_typed_by_name_where_there_are_many(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(choices, "MAX_UNITS", 3)
    client = site.client("CB-VPTU3")
    page = client.get(path).text
    assert '<select id="unit"' not in page
    assert '<option value="Huyện Lập Thạch"></option>' in page
    for typed in ("Huyện Lập Thạch", "lap thach", "LT"):
        assert (
            'type="search" value="Huyện Lập Thạch"' in client.get(path, params={"unit": typed}).text
        )
    wrong = client.get(path, params={"unit": "Không đâu cả"})
    assert wrong.status_code < 500 and "Không đâu cả" in wrong.text
