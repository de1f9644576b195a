"""Trouble with an outside system is exactly one of two things: try later, or a person is needed."""

from communities.errors import HubError


class TryLater(HubError):
    """The same call may succeed later: nobody has to do anything.

    `kind` is transient, limit, maintenance or closed; only the first counts as a failure.
    `retry_after` is in seconds.
    """

    code = "try_later"
    status = 503

    def __init__(
        self, zh: str, en: str = "", *, retry_after: float | None = None, kind: str = "transient"
    ) -> None:
        super().__init__(zh, en)
        self.retry_after = retry_after
        self.kind = kind

    @property
    def raises_alarm(self) -> bool:
        return self.kind == "transient"

    @property
    def is_closed(self) -> bool:
        return self.kind in ("maintenance", "closed")


class NeedsPerson(HubError):
    """Trying again changes nothing until a person has acted.

    `kind` is schema, shrink, loop or sign_in.
    """

    code = "needs_person"
    status = 409

    def __init__(self, zh: str, en: str = "", *, kind: str) -> None:
        super().__init__(zh, en)
        self.kind = kind


class FileRefused(NeedsPerson):
    """A file that contradicts its own manifest; nothing of it is applied."""

    code = "file_refused"

    def __init__(self, zh: str, en: str = "") -> None:
        super().__init__(zh, en, kind="schema")


class AnswerLost(TryLater):
    """Sent, but no answer came: ask by the operation's key before sending again."""

    code = "answer_lost"


class RefusedThere(HubError):
    """The other system understood and said no; its words are the answer."""

    code = "refused_there"
    status = 422


class LeaseLost(HubError):
    """Another worker carries this run now; what this one still holds is not written."""

    code = "lease_lost"
    status = 409


class UnknownSystem(HubError):
    code = "unknown_system"
    status = 404


class RunIsOpen(HubError):
    """This system already has a run that is not finished."""

    code = "run_is_open"
    status = 409


class UnknownMapping(HubError):
    code = "unknown_mapping"
    status = 404


class BadMapping(HubError):
    """A description of a system or file that cannot be read as one."""

    code = "bad_mapping"
