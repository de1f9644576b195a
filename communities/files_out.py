"""Files that commands hand out: asked for before the work, because the work stays done."""

import os
from pathlib import Path

from communities.errors import CannotWriteFile


def require_writable(path: Path) -> None:
    """Raises CannotWriteFile while nothing has been done yet."""
    target = path if path.exists() else path.parent
    if path.is_dir() or not path.parent.is_dir() or not os.access(target, os.W_OK):
        raise CannotWriteFile


def write_file(path: Path, content: bytes) -> None:
    """Raises CannotWriteFile, also where the disk turns out to be full."""
    try:
        path.write_bytes(content)
    except OSError as trouble:
        raise CannotWriteFile from trouble
