"""A run as commands and pages tell it."""

from connectors.models import Run

COUNTS = ("read", "created", "changed", "unchanged", "skipped", "set_aside", "questioned")


def run_as_json(run: Run) -> dict[str, object]:
    """system, run, state, the counts (their sum is `read`) and the watermark: how far the run
    came, or where it stands when there was nothing new."""
    counts = {name: getattr(run, name) for name in COUNTS}
    return {
        "system": run.system,
        "run": run.pk,
        "state": run.state,
        **counts,
        "watermark": run.watermark or standing_watermark(run.system),
    }


def standing_watermark(system: str) -> str:
    """What the last run that moved one came to; "" before any did."""
    moved = Run.objects.filter(system=system).exclude(watermark="").order_by("-pk")
    return moved.values_list("watermark", flat=True).first() or ""
