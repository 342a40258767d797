"""A period in which nothing was due still has what is overdue from before."""

from datetime import date

import pytest
from digest_plan import two_districts
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.i18n import LANGUAGES, Language
from dondoc.services.digest.compile import draw
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_does_not_say_that_there_are_no_figures(engine: Engine, lang: Language) -> None:
    day = date(2022, 10, 3)
    with writing(engine) as session:
        plan = two_districts(session)
        drawn = draw(session, plan.programme, Quarter(2022, 3), at(day, 8), day).whole
    html, text = render_digest(DigestFigures.from_json(drawn.figures), lang)
    said = " ".join(text.split())
    assert "7 mốc quá hạn tồn từ trước" in said or "7 checkpoints are overdue from before" in said
    for shown in (html, said):
        assert "không có số liệu để tổng hợp" not in shown and "nothing to count" not in shown
    assert "- 0/0: " in said
