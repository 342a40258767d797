"""The small acts, each with a few fields: which fields, and what they become."""

from dataclasses import dataclass

from models.rules.checkpoints import Act


@dataclass(frozen=True)
class ActFields:
    """What an act asks for beside who does it. `serious`: it cannot be taken back.

    `files`: what shows the reason. `confirm_returned`: on what was sent back it needs an express
    statement and its reason.
    """

    reason: bool = False
    reason_needed: bool = False
    day: bool = False
    files: bool = False
    serious: bool = False
    confirm_returned: bool = False


SMALL_ACTS: dict[Act, ActFields] = {
    Act.ACKNOWLEDGE: ActFields(),
    Act.ASK_EXTENSION: ActFields(reason=True, reason_needed=True, day=True, files=True),
    Act.CHANGE_DUE: ActFields(reason=True, reason_needed=True, day=True),
    Act.REFUSE_EXTENSION: ActFields(reason=True, reason_needed=True),
    Act.WITHDRAW: ActFields(reason=True, reason_needed=True, serious=True),
    Act.NOT_REPORTED: ActFields(reason=True, serious=True, confirm_returned=True),
    Act.EVALUATE: ActFields(reason=True, serious=True),
    Act.UPDATE: ActFields(reason=True),
}
"""Acts that a small form can record; reports, verdicts and corrections have pages of their own.

Of an interim update words and a number can be sent here, of the rest only what stands above.
"""
