"""The kinds of data that are kept about a person, and which columns of the database hold them.

A column that names a person stands with exactly one kind; a test reads the tables for it.
"""

from collections.abc import Mapping
from enum import StrEnum


class PersonalDataKind(StrEnum):
    """A kind of data about a person."""

    PERSON = "person"
    ADDRESSES = "addresses"
    WISHES = "wishes"
    POSITIONS = "positions"
    ACCOUNT = "account"
    DEVICES = "devices"
    PROGRAMS = "programs"
    ACTS = "acts"
    REPORTS = "reports"
    VERDICTS = "verdicts"
    EVALUATIONS = "evaluations"
    ASSESSMENTS = "assessments"
    ABSENCES = "absences"
    DISCIPLINE = "discipline"
    FIELDS = "fields"
    CAUSES = "causes"
    LETTERS = "letters"
    LOOKS = "looks"
    REQUESTS = "requests"
    NOTES = "notes"
    CHANGES = "changes"
    OFFICE = "office"


SHOWN_AT: Mapping[PersonalDataKind, str] = {
    PersonalDataKind.PERSON: "/settings",
    PersonalDataKind.ADDRESSES: "/settings",
    PersonalDataKind.WISHES: "/settings",
    PersonalDataKind.ACCOUNT: "/account",
    PersonalDataKind.DEVICES: "/account",
    PersonalDataKind.PROGRAMS: "/calendar",
    PersonalDataKind.ACTS: "/work",
    PersonalDataKind.REPORTS: "/work",
    PersonalDataKind.VERDICTS: "/work",
    PersonalDataKind.CAUSES: "/work",
    PersonalDataKind.CHANGES: "/settings",
    PersonalDataKind.REQUESTS: "/me/file",
}
"""The page on which a kind is seen besides; the others have none of their own."""

HELD_IN: Mapping[str, PersonalDataKind] = {
    "contact.person_id": PersonalDataKind.ADDRESSES,
    "preference.person_id": PersonalDataKind.WISHES,
    "preference.deputy_id": PersonalDataKind.WISHES,
    "holding.person_id": PersonalDataKind.POSITIONS,
    "account.person_id": PersonalDataKind.ACCOUNT,
    "web_session.account_id": PersonalDataKind.DEVICES,
    "password_link.account_id": PersonalDataKind.DEVICES,
    "api_token.person_id": PersonalDataKind.PROGRAMS,
    "calendar_feed.person_id": PersonalDataKind.PROGRAMS,
    "webhook.person_id": PersonalDataKind.PROGRAMS,
    "submission.actor_id": PersonalDataKind.ACTS,
    "submission.on_behalf_of_id": PersonalDataKind.ACTS,
    "message.person_id": PersonalDataKind.LETTERS,
    "message_line.in_place_of": PersonalDataKind.LETTERS,
    "nudge.person_id": PersonalDataKind.LETTERS,
    "evaluation_viewing.person_id": PersonalDataKind.LOOKS,
    "evaluation_viewing.viewed_by_id": PersonalDataKind.LOOKS,
    "evaluation_dossier.person_id": PersonalDataKind.ASSESSMENTS,
    "evaluation_absence.person_id": PersonalDataKind.ABSENCES,
    "discipline_record.person_id": PersonalDataKind.DISCIPLINE,
    "led_field.person_id": PersonalDataKind.FIELDS,
    "file_request.person_id": PersonalDataKind.REQUESTS,
    "file_request_step.person_id": PersonalDataKind.OFFICE,
    "comment.person_id": PersonalDataKind.NOTES,
    "report_draft.person_id": PersonalDataKind.NOTES,
    "evaluation_draft.person_id": PersonalDataKind.NOTES,
    "saved_view.person_id": PersonalDataKind.NOTES,
    "event.actor_id": PersonalDataKind.CHANGES,
    "event.on_behalf_of_id": PersonalDataKind.CHANGES,
    **dict.fromkeys(
        (
            "conclusion.accepted_by_id", "conclusion.answered_by_id",
            "conclusion.concluded_by_id", "conclusion.taken_back_by_id", "digest.compiled_by_id",
            "discipline_record.recorded_by_id", "discipline_record.taken_back_by_id",
            "led_field.recorded_by_id", "led_field.taken_back_by_id",
            "digest_remark.answered_by_id", "digest_remark.person_id", "digest_run.person_id",
            "catalogue_approval.by_id", "evaluation_absence.recorded_by_id",
            "evaluation_absence.taken_back_by_id", "evaluation_dossier_run.person_id",
            "evaluation_dossier_step.person_id", "evaluation_round_step.person_id",
            "evaluation_session.called_by_id", "evaluation_session.closed_by_id",
            "own_rule_set.loaded_by_id", "own_rule_set_step.by_id",
            "product_catalogue.loaded_by_id", "product_tie.by_id",
            "digest_step.person_id", "meeting.called_by_id", "meeting.called_off_by_id",
            "meeting_file.handed_out_by_id", "paper_template.retired_by_id",
            "paper_template.uploaded_by_id", "recheck.verifier_id", "recheck_sample.drawn_by_id",
        ),
        PersonalDataKind.OFFICE,
    ),
}  # fmt: skip
"""Which kind each column belongs to that names a person or their account."""
