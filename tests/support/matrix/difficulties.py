"""Difficulties: everybody sees those of what they see; removing is for whoever can."""

from matrix_rows import Row

ROWS = (
    Row("GET", "/difficulties", "/difficulties"),
    # Said by the head of Lập Thạch: among these only they and the secretariat can end it.
    Row(
        "POST",
        "/difficulties/{difficulty_id}",
        "/difficulties/10",
        frozenset({"head", "secretariat"}),
        data={"words-10": ""},
    ),
)
