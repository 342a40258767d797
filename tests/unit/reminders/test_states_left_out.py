"""A row whose facts cannot be read is left out, and told by the key of its checkpoint."""

from dataclasses import dataclass
from typing import Any, cast

import pytest
from sqlmodel import Session

from dondoc.services.work import unreadable
from dondoc.services.work.checkpoint_states import made_of


@dataclass
class State:
    checkpoint_id: int
    assignment_id: int
    returned_waits: Any = None
    ended_terms: Any = None


def test_it_is_the_checkpoint_that_is_narrative(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int | None] = []
    monkeypatch.setattr(unreadable, "_leave_out", lambda _session, key: left.append(key))
    rows = [(1, 11, None), (2, 12, "no intervals"), (3, 13, None),
            (4, 14, None, "no terms")]  # fmt: skip
    made = made_of(cast(Session, None), rows, cast(Any, State))
    assert [state.checkpoint_id for state in made] == [1, 3]
    assert left == [2, 4]
