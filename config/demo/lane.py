"""One lane of first loads: a process that takes in its files one after the other.

`python -m config.demo.lane FILE ...` prints what each file came to.
"""

import os
import sys
from io import StringIO

import django
from django.core.management import call_command


def main(files: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for name in files:
        output = StringIO()
        call_command("load_file", name, "--first-load", stdout=output)
        print(output.getvalue().strip(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
