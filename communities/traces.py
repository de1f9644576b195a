"""Where an error came from, for logs: its words may name a person and are left out."""

import traceback

FRAMES = 6


def where_in(error: Exception) -> str:
    """The last frames of the way to an error, as file and line."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return " > ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
