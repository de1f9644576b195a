"""`python -m tests.simulators.employment`: the employment bureau as a process."""

from tests.simulators.base.command import flags, options_of, run
from tests.simulators.employment.service import Employment


def main() -> None:
    words = flags("employment", __doc__)
    words.add_argument("--user", default="hub")
    words.add_argument("--password", default="hub-secret")
    chosen = words.parse_args()
    run(
        lambda: Employment(options_of(chosen), chosen.user, chosen.password),
        leave_with_parent=chosen.leave_with_parent,
    )


if __name__ == "__main__":
    main()
