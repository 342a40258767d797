"""What is typed where rules or a catalogue are put in force: the day, the paper, the reason."""

from dondoc.services.evaluation.own.decisions import RulesDecision
from dondoc.web.evaluation.field_errors import unread
from dondoc.web.site.forms import Form


def typed_decision(form: Form, prefix: str) -> RulesDecision:
    """The day, the paper with its date and the reason; a day that cannot be read is said there.

    `prefix`: of the names of the fields, so that two such forms stand on one page.
    """
    day, dated = form.day(f"{prefix}_day"), form.day(f"{prefix}_dated")
    paper, reason = form.text(f"{prefix}_paper"), form.text(f"{prefix}_reason")
    return RulesDecision(day, paper, dated, reason, unread(form))
