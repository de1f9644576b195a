"""A run as commands and pages tell it."""

from connectors.models import Run

COUNTS = ("read", "created", "changed", "unchanged", "skipped", "set_aside", "questioned")


def run_as_json(run: Run) -> dict[str, object]:
    """system, run, state, the counts (their sum is `read`) and the watermark."""
    counts = {name: getattr(run, name) for name in COUNTS}
    return {
        "system": run.system,
        "run": run.pk,
        "state": run.state,
        **counts,
        "watermark": run.watermark,
    }
