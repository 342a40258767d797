"""A refusal that is kept says the same words as one that is told at once."""

import json
from datetime import UTC, date, datetime

import pytest

from dondoc.errors import Refused
from dondoc.i18n import translator
from dondoc.services.acts.refusals import explain_refusal, refusal_data, stored_refusal
from models.rules.checkpoints import Act, Refusal
from models.rules.roles import Role
from models.rules.stages import Stage, Standing

CAME = datetime(2022, 4, 1, 2, 30, tzinfo=UTC)
REFUSALS = (
    Refusal("refusal.extension_pending", (("day", date(2022, 4, 15)),)),
    Refusal("refusal.late_if_replaced", (("at", CAME), ("day", date(2022, 4, 4))), (Act.UPDATE,)),
    Refusal("refusal.ended", (("standing", Standing.WITHDRAWN),)),
    Refusal("refusal.wrong_stage", (("act", Act.VERIFY), ("stage", Stage.REPORTED))),
    Refusal(
        "refusal.not_your_role",
        (("act", Act.VERIFY), ("roles", frozenset({Role.SECRETARIAT, Role.OFFICIAL}))),
    ),
)  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.key)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_says_days_and_names_as_people_write_them(refusal: Refusal, lang: str) -> None:
    tr = translator(lang)  # type: ignore[arg-type]
    at_once = explain_refusal(
        Refused(refusal.key, tuple(act.value for act in refusal.instead), **dict(refusal.params)),
        tr,
    )
    kept = json.loads(json.dumps(refusal_data(refusal)))
    assert stored_refusal(kept, tr) == at_once
    assert "2022-" not in at_once
