"""The error shape of the API, and the troubles that are nobody's rule but the machine's."""

from communities.errors import HubError, Unavailable

REFUSED_UNREAD = "hub.refused_unread"  # in a request's META: why its body is not there to be read


class NotStorable(HubError):
    """Something told that no column can hold: a control sign, a number or a text too long."""

    code = "not_storable"
    status = 422


class NotWhole(HubError):
    code = "bad_request"


class TooLarge(HubError):
    code = "too_large"
    status = 413


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


def not_storable() -> HubError:
    return NotStorable(
        "内容里有系统存不下的字符，或数字、文字太长，请改正后再提交。",
        "Something told cannot be kept: a control sign, or too long a number or text.",
    )


def database_away() -> HubError:
    return Unavailable("数据库暂时连不上。", "The database cannot be reached at the moment.")


def crowded() -> HubError:
    return Unavailable(
        "正在接收的内容太多，这次没有收下，请稍后再试。",
        "Too many requests are still coming in; this one was not taken, try again later.",
    )


def cut_short() -> HubError:
    return NotWhole(
        "内容没有传完就断开了，这次没有收下，请重新提交。",
        "The content broke off before its end and was not taken; send it again.",
    )


def too_large() -> HubError:
    return TooLarge("请求内容太大，请分成几次提交。", "The request is too large; send it in parts.")
