"""`python -m tests.simulators.social_security`: social insurance as a process."""

from tests.simulators.base.command import flags, options_of, run
from tests.simulators.social_security.service import SocialSecurity


def main() -> None:
    words = flags("social_security", __doc__)
    words.add_argument("--sftp-port", type=int, default=0)
    words.add_argument("--department", default="hub")
    words.add_argument("--key", default="si-secret")
    words.add_argument("--password", default="sftp-secret")
    chosen = words.parse_args()
    run(
        lambda: SocialSecurity(
            options_of(chosen), chosen.department, chosen.key, chosen.password, chosen.sftp_port
        ),
        leave_with_parent=chosen.leave_with_parent,
    )


if __name__ == "__main__":
    main()
