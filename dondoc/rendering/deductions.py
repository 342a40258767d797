"""What an objective cause is about, in words."""

from dondoc.i18n import Translate
from models.rules.objective_causes import deduction_of


def deduction_in_words(code: str, tr: Translate) -> str:
    """Such as "lần trả lại thứ 2" for `review:2`; the code itself where it means nothing."""
    deduction = deduction_of(code)
    if deduction is None:
        return code
    return tr(f"deduction.{deduction.kind.value}", number=deduction.number)
