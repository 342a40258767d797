"""The rules of evaluation: whoever is judged by them may read them."""

from matrix_rows import Row

EVALUATES = frozenset({"secretariat", "standing_committee"})
OWN = frozenset({"head"})

ROWS = (
    Row("GET", "/rule-sets", "/rule-sets"),
    Row("GET", "/rule-sets/{code}", "/rule-sets/ND-335-2025"),
    Row("GET", "/evaluation", "/evaluation", EVALUATES),
    Row("GET", "/evaluation/{year}/{period}/{code}", "/evaluation/2022/Q1/CB-LT1", EVALUATES | OWN),
)
