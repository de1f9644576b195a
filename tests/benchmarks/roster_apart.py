"""Takes one workbook in a process of its own: its peak memory is the import's alone."""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    importlib.import_module("django").setup()
    importlib.import_module("tests.benchmarks.roster").take_apart(Path(sys.argv[1]))
