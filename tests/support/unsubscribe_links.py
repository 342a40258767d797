"""The link by which a reader of letters switches optional ones off."""

from dondoc.services.reach.unsubscribe import Links


def token_for(person_id: int) -> str:
    """What stands in the link of a person's letters; it cannot be made up."""
    return Links("https://dondoc.example").stop(person_id).rpartition("/")[2]
