"""Drafting a migration."""

import ast
import runpy
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table

from dondoc.migrations.draft import LONGEST_STEP, draft, main, slug
from dondoc.store import migrate
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


def test_a_draft_is_read_as_a_step_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command looks for the newest step, so a file that it cannot read stops them all."""
    versions = tmp_path / "versions"
    versions.mkdir()
    draft("add a column", DAY, versions)
    shutil.copytree(migrate.MIGRATIONS / "versions", versions, dirs_exist_ok=True)
    monkeypatch.setattr(migrate, "MIGRATIONS", tmp_path)
    assert migrate.newest() == {"20261124_add_a_column"}


def columns_without_a_value(source: str) -> list[str]:
    """Columns added to a table that may have rows, of which nothing says what these get."""
    nodes = list(ast.walk(ast.parse(source)))
    calls = [(ast.unparse(node.func), node) for node in nodes if isinstance(node, ast.Call)]
    added = [call for name, call in calls if name.endswith("add_column")]
    names = {ast.unparse(argument) for call in added for argument in call.args}
    named = {
        ast.unparse(node.value)
        for node in nodes
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and node.value is not None
        and ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target) in names
    }
    columns = [call for name, call in calls if name == "sa.Column"]
    return [
        ast.unparse(column)
        for column in columns
        if lacks_a_value(column) and ast.unparse(column) in names | named
    ]


def lacks_a_value(column: ast.Call) -> bool:
    options = {keyword.arg: ast.unparse(keyword.value) for keyword in column.keywords}
    return options.get("nullable") == "False" and "server_default" not in options


@pytest.mark.parametrize("path", sorted((migrate.MIGRATIONS / "versions").glob("*.py")))
def test_a_column_added_to_rows_that_stand_says_what_they_get(path: Path) -> None:
    """The databases of tests are empty: one with rows would refuse the step."""
    missing = columns_without_a_value(path.read_text(encoding="utf-8"))
    assert not missing, f"give a server_default in {path.name} to {missing}"


@pytest.mark.parametrize(
    ("column", "lacks"),
    [
        ('sa.Column("note", sa.Text(), nullable=False)', True),
        ('sa.Column("note", sa.Text(), nullable=False, server_default="")', False),
        ('sa.Column("note", sa.Text(), nullable=True)', False),
    ],
)
def test_it_recognises_a_column_without_a_value(column: str, lacks: bool) -> None:
    for source in (f'op.add_column("unit", {column})', f'c = {column}\nop.add_column("unit", c)'):
        assert bool(columns_without_a_value(source)) is lacks


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


def test_a_column_that_is_added_is_drafted_as_it_is_to_stand(tmp_path: Path) -> None:
    table = metadata.tables["unit"]
    table.append_column(probe := Column("draft_probe", Integer))
    try:
        text = draft("a probe", DAY, tmp_path).read_text(encoding="utf-8")
    finally:
        table._columns.remove(probe)  # type: ignore[attr-defined]
    line = 'op.add_column("unit", sa.Column("draft_probe", sa.Integer(), nullable=True))'
    assert line in text and "batch" not in text


@pytest.mark.parametrize("what", ["", "  ", "!?"])
def test_it_refuses_a_title_that_names_nothing(what: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="what changes"):
        draft(what, DAY, tmp_path)
    assert main([what]) == 2


def test_a_long_title_makes_a_short_name() -> None:
    assert slug("One two THREE four-five six seven") == "one_two_three_four_five"
    assert slug("number of the decision that came with it") == "number_of_the_decision"
    assert len(slug("x" * 40)) == LONGEST_STEP - len("YYYYMMDD_")


def test_the_name_of_a_step_is_no_longer_than_its_column() -> None:
    """SQLite keeps a longer one, PostgreSQL refuses it and with it every upgrade."""
    files = (migrate.MIGRATIONS / "versions").glob("*.py")
    steps = [runpy.run_path(str(path))["revision"] for path in files]
    longer = [step for step in steps if len(step) > LONGEST_STEP]
    assert not longer, f"give a shorter `revision` (at most {LONGEST_STEP} letters) to {longer}"
