"""How papers are laid out, by which source, and how sure that is."""

from typing import TYPE_CHECKING

import typer

from dondoc.cli.options import Json
from dondoc.cli.output import as_json
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from dondoc.services.papers.layouts import Layout


def papers(json: Json = False) -> None:
    from dondoc.services.papers.layouts import PaperForm, known_layouts

    layouts = [layout for form in PaperForm for layout in known_layouts(form)]
    if json:
        as_json([layout.model_dump(mode="json") for layout in layouts])
        return
    for layout in layouts:
        _show(layout)


def _show(layout: "Layout") -> None:
    """A layout with its source, and the numbers that are less sure than the rest."""
    until = f"{layout.valid_to:%d/%m/%Y}" if layout.valid_to else "…"
    typer.echo(f"{layout.code}: {layout.title}, {layout.valid_from:%d/%m/%Y} – {until}")
    typer.echo(f"  {layout.source}")
    typer.echo(f"  {tr(f'papers.standing.{layout.standing}')}")
    for kind in layout.doubtful_symbols():
        standing = tr(f"papers.standing.{kind.standing}")
        typer.echo(f"  - {kind.title}: {kind.symbol}… ({standing})")
    for part, number in layout.doubts():
        name = tr(f"papers.part.{part}")
        name = tr(f"papers.style.{part}") if name == f"papers.part.{part}" else name
        standing = tr(f"papers.standing.{number.standing}")
        typer.echo(f"  - {name}: {number.used} ({standing})")
