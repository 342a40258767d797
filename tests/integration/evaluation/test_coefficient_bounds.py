"""The bounds of a rule set of one's own, and the coefficients of the catalogue in force."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from own_rule_files import CODE, decision, own
from settings_world import SettingsWorld
from sqlalchemy import Engine

from dondoc.errors import Refused
from dondoc.services.evaluation.catalogue.keep import approve_catalogue, keep_catalogue
from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.own.decide import note_trial, put_in_force
from dondoc.services.evaluation.own.keep import keep_own_rules

TODAY, YEAR = date(2022, 3, 21), 1
APRIL, JULY = date(2022, 4, 1), date(2022, 7, 1)


def test_they_agree_whichever_comes_later(engine: Engine) -> None:
    world = SettingsWorld.begin(engine)
    line = CatalogueLine("SP-01", "Quyết định", "", Decimal(400), "", None, None, "")
    bounds = {"coefficient_least": Decimal("0.8"), "coefficient_most": 2}
    with world.office("dung") as change:
        keep_own_rules(change, own(values=bounds), "bo-rieng.toml")
        note_trial(change, YEAR, CODE, 1, "2021-Q4")
        keep_catalogue(change, (line,), "danh-muc.xlsx")
        approve_catalogue(change, 1, decision(APRIL, TODAY))
    with pytest.raises(Refused, match="coefficients"), world.office("dung") as change:
        put_in_force(change, CODE, 1, decision(APRIL, TODAY))
    with world.office("dung") as change:
        keep_catalogue(change, (replace(line, coefficient=Decimal("0.8")),), "khac.xlsx")
        approve_catalogue(change, 2, decision(JULY, TODAY))
        put_in_force(change, CODE, 1, decision(JULY, TODAY))
    with world.office("dung") as change:
        keep_catalogue(change, (replace(line, coefficient=Decimal("2.01")),), "ba.xlsx")
        with pytest.raises(Refused, match="bounds"):
            approve_catalogue(change, 3, decision(date(2022, 8, 1), TODAY))
        with pytest.raises(Refused, match="bounds"):  # it would be in force in July as well
            approve_catalogue(change, 3, decision(date(2022, 6, 1), TODAY))
