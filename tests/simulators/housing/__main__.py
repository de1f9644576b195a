"""`python -m tests.simulators.housing`: the housing office as a process."""

from pathlib import Path

from tests.simulators.base.command import flags, options_of, run
from tests.simulators.housing.service import Housing


def main() -> None:
    words = flags("housing", __doc__)
    words.add_argument("--share", type=Path)
    chosen = words.parse_args()
    run(
        lambda: Housing(options_of(chosen), chosen.share),
        leave_with_parent=chosen.leave_with_parent,
    )


if __name__ == "__main__":
    main()
