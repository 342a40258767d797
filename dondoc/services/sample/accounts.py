"""Accounts of the sample's people: one known password, so a sample is for this machine only."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlmodel import Session, col

from dondoc.services.accounts.sign_in.passwords import hashed
from models.account import Account
from models.person import Person

SAMPLE_PASSWORD = "dondoc-mau"  # noqa: S105 (it is printed for everybody who tries the sample)
SHOWN = {
    "official": "CB-LT2",
    "committee_secretary": "CB-LT4",
    "secretariat": "CB-VPTU3",
    "standing_committee": "CB-TTTU1",
    "administrator": "CB-VPTU5",
}
"""A person of the sample for each role, as `dondoc up` shows them."""


def give_accounts(session: Session, wall: datetime) -> int:
    """An account for everybody who has none; how many were made. Only for a sample."""
    have = select(col(Account.person_id))
    query = select(col(Person.id), col(Person.code)).where(col(Person.id).not_in(have))
    people = session.connection().execute(query).all()
    if not people:
        return 0
    known = hashed(SAMPLE_PASSWORD)  # once: it takes as long as all the rest
    rows = [
        {
            "person_id": person_id, "password_hash": known, "password_set_at": wall,
            "made_at": wall, "administrator": code == SHOWN["administrator"],
            "must_change": False, "totp_secret": "", "totp_step": 0, "recovery_digests": "",
        }
        for person_id, code in people
    ]  # fmt: skip
    session.connection().execute(insert(Account.__table__), rows)  # type: ignore[attr-defined]
    return len(rows)


def is_here(host: str) -> bool:
    """Whether what listens at an address can be reached from this machine only."""
    return host in {"localhost", "::1"} or host.startswith("127.")
