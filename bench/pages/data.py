"""The items of the reminders' benchmark, told apart by their titles, with people signed in."""

import argparse
from datetime import date

from reminders.data import Size, fill
from sqlalchemy import literal, select, update
from sqlmodel import Session, col

from dondoc.clock import wall_clock
from dondoc.services.accounts.sign_in import sessions
from dondoc.store.database import open_engine, writing
from dondoc.store.migrate import upgrade
from dondoc.workplace import CLOCK_OFFSET, put_setting
from models.account import Account
from models.indicator import Indicator
from models.person import Person
from models.rules.checkpoints import local_date

TODAY = date(2022, 6, 8)
"""A Wednesday: four of the seven days on which the 28,000 are due have passed."""

TITLES = (
    "Tỷ lệ hồ sơ giải quyết đúng hạn",
    "Kết nạp đảng viên mới",
    "Giải phóng mặt bằng các dự án trọng điểm",
    "Xã đạt chuẩn nông thôn mới nâng cao",
    "Giải ngân vốn đầu tư công",
    "Tỷ lệ chất thải rắn được thu gom",
    "Số doanh nghiệp thành lập mới",
    "Tỷ lệ hộ dân dùng nước sạch",
)
SECRETARIAT, OFFICIAL = "dung", "b7"


def main() -> None:
    """`python -m pages.data URL OPEN DUE PEOPLE`: fills a database; prints two cookies."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("numbers", type=int, nargs=3)
    given = parser.parse_args()
    engine = open_engine(given.url)
    upgrade(engine)
    with writing(engine) as session:
        fill(session, Size(*given.numbers))
        _titles(session)
        today = local_date(wall_clock())
        put_setting(session, CLOCK_OFFSET, str((TODAY - today).days * 86_400))
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    with writing(engine) as session:
        for code in (SECRETARIAT, OFFICIAL):
            print(code, _signed_in(session, code))


def _titles(session: Session) -> None:
    count = len(TITLES)
    for n, title in enumerate(TITLES):
        named = literal(f"{title} (") + col(Indicator.code) + ")"
        picked = select(col(Indicator.id)).where(col(Indicator.id) % count == n)
        session.execute(update(Indicator).where(col(Indicator.id).in_(picked)).values(title=named))


def _signed_in(session: Session, code: str) -> str:
    person = session.scalars(select(Person).where(col(Person.code) == code)).one()
    account = Account(person_id=person.key, made_at=wall_clock())
    session.add(account)
    session.flush()
    return sessions.begin(session, account, wall_clock(), device="bench", address="", passed=True)


if __name__ == "__main__":
    main()
