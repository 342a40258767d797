"""What a title says of a position where nobody has."""

import pytest

from models.rules.unit_places import is_deputy_title


@pytest.mark.parametrize(
    ("title", "deputy"),
    [
        ("Phó Chánh Văn phòng", True),
        (" phó bí thư", True),
        ("PHÓ GIÁM ĐỐC", True),
        ("Phóng viên", False),
        ("Bí thư", False),
        ("Quyền Phó Giám đốc", False),
    ],
)
def test_it_is_a_deputys_where_it_begins_so(title: str, deputy: bool) -> None:
    assert is_deputy_title(title) is deputy
