"""Hints on a report, in words."""

from decimal import Decimal

from dondoc.i18n import Language, translator
from dondoc.rendering.formats import number, percent
from models.rules.warnings import ReportHint


def hint_words(report_hint: ReportHint, lang: Language) -> str:
    """What is remarkable, with its figures written as the reader writes them."""
    params = {name: _shown(name, value, lang) for name, value in report_hint.params}
    return translator(lang)(f"verify.hint.{report_hint.hint.value}", **params)


def _shown(name: str, value: Decimal | int, lang: Language) -> str | int:
    if name == "n":
        return int(value)
    return percent(Decimal(value), lang) if name == "percent" else number(value, lang)
