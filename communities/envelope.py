"""The error shape of the API, and the troubles that are nobody's rule but the machine's."""

from communities.errors import HubError, Unavailable


class Broken(HubError):
    code = "server_error"
    status = 500


def envelope(error: HubError, request_id: str) -> dict[str, object]:
    """{"error": {"code", "message", "message_en", "fields", "request_id"}}."""
    return {
        "error": {
            "code": error.code,
            "message": error.zh,
            "message_en": error.en,
            "fields": error.fields,
            "request_id": request_id,
        }
    }


def broken() -> HubError:
    return Broken("系统出了问题，这次操作没有生效。", "Something broke; nothing was saved.")


def database_away() -> HubError:
    return Unavailable("数据库暂时连不上。", "The database cannot be reached at the moment.")
