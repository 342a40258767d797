"""What somebody answered on the page of an uploaded plan."""

from dondoc.services.plan.load.work_left_out import WITHDRAW
from dondoc.web.site.forms import Form

_ANSWER, _LEFT_OUT = "sure-", "sure-left/"


def answers_of(form: Form) -> frozenset[str]:
    """A field for each doubt and for each piece of work that the file leaves out.

    One box withdraws all that the page offered to withdraw, whatever the rows say.
    """
    answers = frozenset(form.text(name) for name in form.data if name.startswith(_ANSWER)) - {""}
    if not form.has("left-all"):
        return answers
    offered = (name for name in form.data if name.startswith(_LEFT_OUT))
    return answers | {f"{WITHDRAW}{name.removeprefix(_LEFT_OUT)}" for name in offered}
