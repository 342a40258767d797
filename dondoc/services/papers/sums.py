"""No paper is written whose totals are not the sums of their parts."""

from dondoc.errors import BadInput
from dondoc.rendering.table_sums import faults_across, faults_of
from dondoc.services.papers.paper import Paper


def check_sums(paper: Paper) -> None:
    """Raises BadInput for the first total or percentage that its parts do not make."""
    for table in paper.tables:
        for fault in (*faults_of(table), *faults_across(table)):
            raise BadInput(
                "papers.error.parts",
                table=table.title,
                column=table.columns[fault.column].words,
                row=table.rows[fault.row].cells[0],
                total=fault.total,
                parts=fault.parts,
            )
