"""The rules of evaluation: whoever is judged by them may read them."""

from matrix_rows import Row

ROWS = (
    Row("GET", "/rule-sets", "/rule-sets"),
    Row("GET", "/rule-sets/{code}", "/rule-sets/ND-335-2025"),
)
