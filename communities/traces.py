"""Where an error came from, for logs: its words may name a person and are left out."""

import traceback

FRAMES = 6


def kind_of(error: Exception) -> str:
    """The driver's own name of a trouble, "DiskFull", where the frame says "OperationalError"."""
    return type(error.__cause__ or error).__name__


def where_in(error: Exception) -> str:
    """The last frames of the way to an error, as file and line."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return " > ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
