"""Which rows of a period the next one reads: carried figures, checks, the year so far."""

from reports.catalogue import Definition
from reports.engine.figures import SUMMED_BY_YEAR
from reports.engine.plan import measures
from reports.language.nodes import Previous
from reports.language.references import refs_in


def carried_rows(definition: Definition) -> set[str]:
    """Rows whose figures of the period before are read by this definition."""
    rows = {
        part.row
        for one in definition.indicators
        for part in measures(one.expr)
        if isinstance(part, Previous)
    }
    rows |= {
        ref.row for one in definition.checks for ref in refs_in(one.check.rule) if ref.previous
    } - {"NN"}
    if "ytd" in definition.columns:
        rows |= {one.row for one in definition.indicators if one.kind in SUMMED_BY_YEAR}
    return rows
