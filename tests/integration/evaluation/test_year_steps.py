"""Steps of a year: its points are those of its periods, and nobody enters them again."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from year_world import YEAR_OPENED, three_quarters

from dondoc.services.evaluation.course.errors import FieldError
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct


def test_a_step_of_a_year_with_points_is_refused(engine: Engine, tmp_path: Path) -> None:
    world = three_quarters(engine, tmp_path)
    world.opens_year()
    said: dict[str, Any] = {"words": "Đủ", "grade": Grade.GOOD}
    for more in ({"criteria": {1: Decimal(7)}}, {"leader": {"uniting": True}}):
        with pytest.raises(FieldError, match=r"not_asked\.year"):
            world.takes("an", DossierAct.ASSESS_SELF, YEAR_OPENED, **said, **more)
    world.takes("an", DossierAct.ASSESS_SELF, YEAR_OPENED, **said)
