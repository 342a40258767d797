"""Drafting a migration."""

import runpy
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table

from dondoc.migrations.draft import draft, main, slug
from models.columns import Amount
from models.tables import metadata

DAY = date(2026, 11, 24)


def test_it_names_the_file_by_day_and_title(tmp_path: Path) -> None:
    made = draft("Thêm đơn vị đề xuất", DAY, tmp_path)
    assert made == tmp_path / "20261124_them_don_vi_de_xuat.py"


def test_it_follows_the_newest_migration_and_says_what_it_is_for(tmp_path: Path) -> None:
    made = runpy.run_path(str(draft("add a column", DAY, tmp_path)))
    assert made["revision"] == "20261124_add_a_column"
    assert made["down_revision"]
    assert made["__doc__"] == "add a column"


def test_it_finds_nothing_to_do_while_models_and_migrations_agree(tmp_path: Path) -> None:
    text = draft("nothing", DAY, tmp_path).read_text(encoding="utf-8")
    upgrade = text.partition("def upgrade() -> None:")[2].partition("def downgrade")[0]
    assert "op." not in upgrade
    assert "pass" in upgrade


def test_it_drafts_what_the_models_have_and_the_migrations_lack(tmp_path: Path) -> None:
    columns = Column("id", Integer, primary_key=True), Column("score", Amount)
    probe = Table("draft_probe", metadata, *columns)
    try:
        made = draft("a probe", DAY, tmp_path)
    finally:
        metadata.remove(probe)
    text = made.read_text(encoding="utf-8")
    assert "draft_probe" in text
    assert "models.columns.Amount()" in text
    assert callable(runpy.run_path(str(made))["upgrade"])


@pytest.mark.parametrize("what", ["", "  ", "!?"])
def test_it_refuses_a_title_that_names_nothing(what: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="what changes"):
        draft(what, DAY, tmp_path)
    assert main([what]) == 2


def test_a_long_title_makes_a_short_name() -> None:
    assert slug("One two THREE four-five six seven") == "one_two_three_four_five"
