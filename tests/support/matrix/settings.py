"""How one is reminded: everybody's own; others' only for the secretariat."""

from matrix_rows import SECRETARIAT, Row

OTHER = {"person": "CB-TTTU2", "which": "99", "start": "x", "end": "x"}

ROWS = (
    Row("GET", "/settings", "/settings"),
    Row("GET", "/settings", "/settings?person=CB-TTTU2", SECRETARIAT),
    Row("POST", "/settings/quiet", "/settings/quiet", data={"quiet": "own", "hours": "x"}),
    Row("POST", "/settings/telephone", "/settings/telephone", data={"telephone": "x"}),
    Row("POST", "/settings/weekly", "/settings/weekly", data={"weekday": "6"}),
    Row("POST", "/settings/digests", "/settings/digests", data={"digests": "x"}),
    Row("POST", "/settings/mute", "/settings/mute", data={"optional": "x"}),
    Row("POST", "/settings/pause", "/settings/pause", data={"start": "x"}),
    Row("POST", "/settings/pause", "/settings/pause", SECRETARIAT, data=OTHER),
    Row("POST", "/settings/resume", "/settings/resume", data={"x": "x"}),
    Row("POST", "/settings/resume", "/settings/resume", SECRETARIAT, data=OTHER),
    Row("POST", "/settings/contacts", "/settings/contacts", data={"address": "x"}),
    Row("POST", "/settings/contacts/confirm", "/settings/contacts/confirm", data={"code": "x"}),
    Row("POST", "/settings/contacts/remove", "/settings/contacts/remove", data={"which": "99"}),
    Row("POST", "/settings/contacts/order", "/settings/contacts/order", data={"which": "99"}),
    Row("POST", "/settings/contacts/enable", "/settings/contacts/enable", SECRETARIAT, data=OTHER),
)
