#!/usr/bin/env python3
"""The one command of the product: `python3 manage.py demo`, `test`, `lint`, `clean`, ..."""

import sys

from config.bootstrap import run

if __name__ == "__main__":
    sys.exit(run(sys.argv))
