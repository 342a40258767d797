"""What must hold before it is said that a product is there, or is not: see `act_checks`."""

from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal, local_date
from models.rules.stages import Stage


def makes_good(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Once a product was found wanting, only a report that it is there says anything new.

    Who said so by mistake takes it back with a return: then the finding stands as it was, with
    its first report and its evaluation.
    """
    if not facts.finding or not facts.is_product or act_facts.delivered:
        return None
    if facts.stage is Stage.REPORTED:
        return Refusal("refusal.undelivered_after_all", instead=(Act.UPDATE,))
    return Refusal("refusal.still_undelivered")


def was_there_then(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """That a product was there all along, against its report, is said expressly.

    Otherwise one word in time that it is missing would make any later delivery one in time, for
    the day of the report counts. What came after it is reported by the unit anew.
    """
    report = facts.said_missing
    if report is None or not act_facts.delivered or act_facts.confirmed:
        return None
    if act_facts.today <= facts.terms.last_day(facts.due_on):
        return None
    return Refusal("refusal.was_it_there", (("day", local_date(report.recorded_at)),))
