"""Chinese unless the person chose English; what the browser prefers does not matter."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class ChosenLanguage:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        chosen = told if told in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(chosen):
            response = self.get_response(request)
        response.setdefault("Content-Language", chosen)
        return response
