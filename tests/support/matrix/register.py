"""The register of reminders: of the whole, or of the units that one sees."""

from matrix_rows import SEES_ALL, UNIT, Row

BOARDS = SEES_ALL | UNIT | {"other_official", "other_committee_secretary"}
ROWS = (
    Row("GET", "/register", "/register", BOARDS),
    Row("GET", "/register.xlsx", "/register.xlsx?item=DV01@LT", BOARDS),
    # One of Lập Thạch's in the sample: to anybody else it is not there.
    Row("GET", "/register/{nudge_id}/{message_id}", "/register/20/7", SEES_ALL | UNIT),
)
