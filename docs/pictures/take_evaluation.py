"""Takes the pictures of an evaluation again, from the sample, as `take.py` does those of pages.

It needs what `take.py` needs. The round has every step of its first people; nothing is changed but
the pictures beside it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "support"))

from evaluation_papers import Held, first_people, made, round_of_sample
from take import HERE, Camera, camera_at, first_page, sample_served

from dondoc.services.papers.write import FileFormat, written
from models.rules.evaluation_course.papers import EvaluationPaperKind

SECRETARIAT, ROUND = "CB-VPTU3", "/evaluation/2022/Q1"


def take(camera: Camera, held: Held) -> None:
    """A person's page and a session as they are looked at, and page one of each paper."""
    people = held[2]
    person = camera.page(SECRETARIAT, f"{ROUND}/{people[0]}")
    person.screenshot(path=HERE / "evaluation-person.png")
    phone = camera.page(people[0], f"{ROUND}/{people[0]}", "phone")
    phone.screenshot(path=HERE / "evaluation-person-phone.png")
    camera.page(SECRETARIAT, f"{ROUND}/sessions/1").screenshot(path=HERE / "evaluation-session.png")
    for kind in EvaluationPaperKind:
        first_page(
            written(made(held, kind), FileFormat.PDF), f"evaluation-{kind.replace('_', '-')}"
        )


def main() -> None:
    """Fills a sample, opens a round in it, serves it and looks at it."""
    with sample_served() as (site, browser):
        round_id = round_of_sample(site.workplace)
        with camera_at(site, browser) as camera:
            take(camera, (site, round_id, first_people(site.workplace, round_id)))


if __name__ == "__main__":
    main()
