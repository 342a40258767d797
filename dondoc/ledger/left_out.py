"""Tables without a line in the ledger: why each of their columns is left out."""

from collections.abc import Mapping

_SELF = "the ledger itself: each page's digest covers it"
_LETTERS = "where a reminder goes; what was reminded of stands in the register"
_ATTEMPTS = "written between two letters; its end stands in an event and in the message"
_ACCOUNTS = "who may come in; no figure stands on it, and acts keep their actor"
_PRIVATE = "what somebody keeps for themselves before it counts"
_LOOKS = "how papers look; what they say comes from figures, and each upload is kept"
_MACHINE = "how the installation works"


def _all(reason: str, *columns: str) -> Mapping[str, str]:
    return dict.fromkeys(" ".join(columns).split(), reason)


LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "ledger_page": _all(_SELF, "cause lines previous digest"),
    "ledger_line": _all(_SELF, "page_id row_table row_id change"),
    "attempt": _all(
        _ATTEMPTS,
        "message_id number at channel contact_id status answer reason wait_seconds",
        "about_address settled",
    ),
    "contact": _all(
        _LETTERS,
        "person_id channel address fingerprint rank from_plan confirmed_at disabled_at",
        "disabled_reason",
    ),
    "confirmation": _all(_LETTERS, "contact_id code_digest until tries"),
    "preference": _all(
        _LETTERS,
        "person_id quiet_from quiet_to weekly_on muted paused_from paused_to deputy_id",
        "digest_as_link",
    ),
    "account": _all(
        _ACCOUNTS,
        "person_id password_hash password_set_at must_change totp_secret totp_confirmed_at",
        "totp_step recovery_digests oidc_subject administrator made_at disabled_at",
    ),
    "api_token": _all(
        _ACCOUNTS, "person_id name token_digest scopes made_at until used_at revoked_at"
    ),
    "password_link": _all(_ACCOUNTS, "account_id token_digest made_at until used_at"),
    "sign_in_failure": _all(_ACCOUNTS, "fingerprint at"),
    "web_session": _all(
        _ACCOUNTS, "account_id token_digest made_at passed_at seen_at until year device address"
    ),
    "calendar_feed": _all(_ACCOUNTS, "person_id unit_id token_digest made_at revoked_at"),
    "report_draft": _all(_PRIVATE, "person_id checkpoint_id typed saved_at"),
    "evaluation_draft": _all(_PRIVATE, "person_id dossier_id act form typed saved_at"),
    "saved_view": _all(_PRIVATE, "person_id page name query"),
    "paper_template": _all(
        _LOOKS,
        "form filename sha256 content uploaded_at uploaded_by_id retired_at retired_by_id",
    ),
    "channel": _all(_MACHINE, "url per_minute parallel fallback_after private_allowed disabled_at"),
    "digest_run": _all(
        _MACHINE,
        "kind subject person_id begun_at beat_at done in_all ended_at digest_id outcome",
        "error",
    ),
    "evaluation_dossier_run": _all(
        _MACHINE,
        "round_id unit_id form person_id begun_at beat_at done in_all ended_at error content",
    ),
    "lease": _all(_MACHINE, "holder until"),
    "setting": _all(_MACHINE, "value"),
    "webhook": _all(
        _MACHINE, "person_id name url secret after_event_id made_at disabled_at disabled_reason"
    ),
    "webhook_call": _all(
        _MACHINE, "webhook_id event_id state attempts retry_after answer ended_at claimed_until"
    ),
}
"""Columns by table, each with its reason: a new one is covered or gets a reason of its own."""
