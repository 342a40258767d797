"""Every table is covered by the ledger or left out for a reason, and audits have words for it."""

import pytest

from dondoc.i18n import LANGUAGES, Language, translator
from dondoc.ledger.left_out import LEFT_OUT
from dondoc.ledger.plain import columns_of
from dondoc.ledger.registry import AS_A_WHOLE, BY_PORTIONS, COVERED, OPEN_COLUMNS
from models.tables import metadata


def test_every_table_is_covered_or_left_out() -> None:
    named = [*COVERED, *LEFT_OUT]
    assert sorted(named) == sorted(metadata.tables), "see dondoc/ledger/registry.py"
    assert set(COVERED) >= BY_PORTIONS and set(COVERED) >= AS_A_WHOLE


def test_every_column_is_covered_or_left_out_for_a_reason() -> None:
    """A figure column that somebody adds to a table without a line is not left out in silence."""
    for table, rows in metadata.tables.items():
        reasons = {**OPEN_COLUMNS.get(table, {}), **LEFT_OUT.get(table, {})}
        covered = {column.name for column in columns_of(table)} if table in COVERED else set()
        named = covered | {one.name for one in rows.primary_key} | reasons.keys()
        missing = set(rows.c.keys()) ^ named
        assert not missing, f"{table}: {missing}, see dondoc/ledger/left_out.py"
        assert all(len(reason) > len("a reason") for reason in reasons.values()), table


def test_what_is_left_out_of_a_covered_table_exists_and_has_a_reason() -> None:
    for table, columns in OPEN_COLUMNS.items():
        assert table in COVERED and columns.keys() <= set(metadata.tables[table].c.keys())
        assert all(columns.values())


def test_every_covered_table_has_a_whole_number_key_of_its_own() -> None:
    for table in COVERED:
        assert [one.name for one in metadata.tables[table].primary_key] == ["id"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_audit_can_name_every_covered_table_and_column(lang: Language) -> None:
    """Add what is missing to dondoc/locale/*/LC_MESSAGES/audit.po."""
    tr = translator(lang)
    keys = {f"audit.table.{table}" for table in COVERED}
    for table in set(COVERED) - AS_A_WHOLE:
        keys |= {f"audit.column.{column.name}" for column in columns_of(table)}
    missing = [key for key in sorted(keys) if tr(key) == key]
    assert not missing, f"dondoc/locale/{lang}/LC_MESSAGES/audit.po, then make locale: {missing}"
