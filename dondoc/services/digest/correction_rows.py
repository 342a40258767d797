"""Late corrections as a digest lists them: of the whole, or of what belongs to a part."""

from collections.abc import Iterator

from dondoc.services.digest.corrections import ResultCorrected
from dondoc.services.digest.parts import EVERYTHING, DigestPart
from dondoc.services.digest.report_reading import ReportReading
from dondoc.services.figures.correction_shapes import LateCorrection


def late_corrections(reading: ReportReading, part: DigestPart) -> tuple[LateCorrection, ...]:
    """Those of a reading that was cut to the part, the latest first."""
    found = [_row(reading, each) for each in _of_part(reading, part)]
    return tuple(sorted(found, key=lambda each: (-each.corrected_on.toordinal(), each.ref)))


def _of_part(reading: ReportReading, part: DigestPart) -> Iterator[ResultCorrected]:
    """Of this year what is judged; of the year before by the unit, since nothing else is read."""
    question = reading.question
    judged = {each.row.checkpoint_id for each in reading.base.judged}
    whole = part == EVERYTHING and question.unit_id is None
    for key, each in reading.corrections.results.items():
        if each.work.programme_id == question.programme.key:
            if key in judged:
                yield each
        elif whole or (part.person_id is None and each.work.unit_id in reading.units):
            yield each


def _row(reading: ReportReading, corrected: ResultCorrected) -> LateCorrection:
    (old, old_delivered, old_quality), (new, new_delivered, new_quality) = (
        corrected.old,
        corrected.new,
    )
    work = corrected.work
    return LateCorrection(
        ref=work.ref,
        title=work.title,
        unit=reading.base.lookups.names[work.unit_id].name,
        quarter=corrected.quarter,
        corrected_on=corrected.corrected_on,
        reason=corrected.reason,
        old=old,
        new=new,
        old_delivered=old_delivered,
        new_delivered=new_delivered,
        old_quality=old_quality,
        new_quality=new_quality,
        unit_of_measure=work.unit_of_measure,
    )
