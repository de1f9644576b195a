"""Everything that can go wrong carries one sentence fit for a person."""

from collections.abc import Mapping

from communities.language import is_english


class HubError(Exception):
    """A refusal a person can act on: Chinese sentence, English sentence, code, HTTP status.

    `fields` maps a field name to what is wrong with it; Conflict gives for each field
    {"seen": .., "held": .., "yours": ..}. Never put a name or a number of a person into it.
    """

    code = "hub_error"
    status = 400

    def __init__(
        self, zh: str, en: str = "", *, fields: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en or zh
        self.fields = dict(fields or {})

    @property
    def sentence(self) -> str:
        """The sentence in the language of whoever is reading."""
        return self.en if is_english() else self.zh


class Invalid(HubError):
    code = "invalid"
    status = 422


class EndsBeforeItStarts(Invalid):
    def __init__(self) -> None:
        super().__init__(
            "结束日期不能早于开始日期。",
            "The last day cannot be before the first.",
            fields={"ends_on": "before_starts_on"},
        )


class CannotWriteFile(Invalid):
    """A file that a command was asked to hand out cannot stand where it was asked for."""

    code = "file_not_writable"

    def __init__(self) -> None:
        super().__init__(
            "写不了指定的输出文件：请检查文件夹是否存在、是否可写、磁盘是否已满。",
            "The output file cannot be written: look at its folder, its rights and the disk.",
        )


class NotSignedIn(HubError):
    code = "not_signed_in"
    status = 401


class Refused(HubError):
    code = "refused"
    status = 403


class NotFound(HubError):
    code = "not_found"
    status = 404


class Conflict(HubError):
    code = "conflict"
    status = 409


class TooMany(HubError):
    """Asked too often; `retry_after` is in seconds."""

    code = "too_many"
    status = 429

    def __init__(self, zh: str, en: str = "", *, retry_after: int) -> None:
        super().__init__(zh, en)
        self.retry_after = retry_after


class Unavailable(HubError):
    code = "unavailable"
    status = 503
