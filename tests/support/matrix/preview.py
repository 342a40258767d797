"""What would be sent: for those who answer for letters."""

from matrix_rows import OFFICE, Row

ROWS = (
    Row("GET", "/preview", "/preview?day=2022-06-06", OFFICE),
    # The head of the secretariat in the sample, who gets a letter on that day.
    Row("GET", "/preview/letter", "/preview/letter?day=2022-06-06&person=82", OFFICE),
    Row("GET", "/explain", "/explain?person=CB-LT2", OFFICE),
)
