"""The verification desk is the secretariat's; the Standing Committee evaluates, too."""

from matrix_rows import SECRETARIAT, Row

EVALUATORS = SECRETARIAT | {"standing_committee"}

CASE = "/verify/2022/DV01@LT/Q1"
ROWS = (
    Row("GET", "/verify", "/verify", SECRETARIAT),
    Row("GET", "/verify/{year}/{ref:path}", CASE, SECRETARIAT),
    Row("POST", "/verify/{year}/{ref:path}", CASE, SECRETARIAT, data={"act": "none"}),
    Row("GET", "/verify/extensions", "/verify/extensions", SECRETARIAT),
    Row("POST", "/verify/extensions", "/verify/extensions", SECRETARIAT, data={"ref": ""}),
    Row("GET", "/verify/causes", "/verify/causes", SECRETARIAT),
    Row("GET", "/verify/silent", "/verify/silent", SECRETARIAT),
    Row("POST", "/verify/silent", "/verify/silent", SECRETARIAT, data={"sure": "yes"}),
    Row("GET", "/verify/results", "/verify/results", EVALUATORS),
    Row("POST", "/verify/results", "/verify/results", EVALUATORS, data={"sure": "yes"}),
)
