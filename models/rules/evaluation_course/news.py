"""What is told of a round of evaluation by letter: that there is something, never what it says.

Law 91/2025 and Decree 356/2025: grades and points do not travel in mails.
"""

from enum import StrEnum


class RoundNews(StrEnum):
    """To everybody: grades are published; to the office: a re-assessment was asked for; to whoever
    asked: it was answered; to whoever has another decision since publication: it was taken.
    """

    PUBLISHED = "published"
    ASKED = "asked"
    ANSWERED = "answered"
    DECIDED_ANEW = "decided_anew"
