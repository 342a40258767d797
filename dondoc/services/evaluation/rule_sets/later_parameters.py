"""What kept rule sets mean by parameters that a later release has added.

A file that is loaded names every parameter. What was kept before one was there says nothing of it:
it is read as whoever kept it had it, and its source says so.
"""

from collections.abc import Mapping
from typing import Any

from models.rules.scoring.undecided_periods import UndecidedPeriods

LATER: Mapping[str, Mapping[str, Any]] = {
    "periods": {
        "undecided_periods": {
            "value": UndecidedPeriods.LEFT_OUT.value,
            "basis": "unknown",
            "source": "Bộ quy tắc được lưu trước khi phần mềm có tham số này",
        }
    }
}
"""By group and name."""


def with_later_parameters(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a kept rule set with what it could not name; what it names stays."""
    whole = dict(content)
    for group, parameters in LATER.items():
        if isinstance(held := whole.get(group), Mapping):
            whole[group] = {**parameters, **held}
    return whole
