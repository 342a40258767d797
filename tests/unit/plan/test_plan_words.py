"""Every message of the plan workbook exists in both languages and asks for the same facts."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dondoc.i18n import LOCALE_DIR
from dondoc.services import plan, workbook
from dondoc.services.workbook.layout import programme_items, sheet_layouts

SOURCES = sorted(
    path for package in (plan, workbook) for path in Path(package.__path__[0]).rglob("*.py")
)
KEY = re.compile(r'"(plan\.(?:file|error|warn|at|mark|hint|guide|has_errors)(?:\.[a-z_.]+)?)"')


def catalogue(lang: str) -> dict[str, str]:
    with (LOCALE_DIR / lang / "LC_MESSAGES" / "plan.po").open("rb") as file:
        return {m.id: m.string for m in read_po(file) if str(m.id).startswith("plan.")}


def used_keys() -> set[str]:
    keys = {key for path in SOURCES for key in KEY.findall(path.read_text("utf-8"))}
    keys |= {f"{key}_near" for key in keys if key.startswith("plan.error.unknown_")}
    hints = {c.hint for layout in sheet_layouts().values() for c in layout.columns if c.hint}
    keys |= {f"plan.hint.{hint}" for hint in hints}
    keys |= {f"plan.hint.programme.{item}" for item in programme_items()}
    return keys | {"plan.mark.error", "plan.mark.warning", "plan.language"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_key_has_words_and_every_word_is_used(lang):
    assert set(catalogue(lang)) == used_keys()
    assert all(text.strip() for text in catalogue(lang).values())
