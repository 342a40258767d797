"""The form of a report, as it is filled in by tests."""

import re

REF = "DV01@LT/Q2"


HERE = f"/report/2022/{REF}"


BY = "CB-LT2"


GOOD = {"act": "report", "value": "70", "narrative": "Đã kết nạp 70 đảng viên."}


def nonce(page: str) -> str:
    found = re.search(r'name="nonce" value="([0-9a-f]{32})"', page)
    assert found is not None
    return found[1]
