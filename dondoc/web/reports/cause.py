"""An objective cause that is reported in the form of a report."""

from datetime import date

from dondoc.i18n import Translate
from dondoc.rendering.deductions import deduction_in_words
from dondoc.services.acts.act_input import ActInput
from dondoc.web.site.forms import Form
from models.rules.checkpoints import Act, CheckpointFacts
from models.rules.deductions import open_to_ask
from models.rules.objective_causes import ShortfallKind


def cause_typed(form: Form, report: ActInput) -> ActInput | None:
    """The cause that was typed beside a report, with the report's files; None where none was.

    What is wrong with it is in `form.errors` afterwards.
    """
    reason, since = form.text("cause_reason"), form.day("cause_since")
    if not reason and not form.text("cause_since"):
        return None
    form.needed("cause_reason")
    if not form.text("cause_since"):
        form.fail("cause_since", "refusal.needs_since")
    return ActInput(
        act=Act.ASK_CAUSE,
        ref=report.ref,
        by=report.by,
        on_behalf_of=report.on_behalf_of,
        reason=reason,
        about=form.text("cause_about") or ShortfallKind.LATENESS.value,
        since=since,
        evidence=report.evidence,
    )


def cause_choices(facts: CheckpointFacts, today: date, tr: Translate) -> list[tuple[str, str]]:
    """Of what an objective cause can be reported, as choices of a form."""
    found = open_to_ask(facts, today)
    return [(each.code, deduction_in_words(each.code, tr)) for each in found]
