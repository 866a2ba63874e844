"""The language of a page: Chinese, unless the reader has chosen another by the switch."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class ChosenLanguage:
    """What the browser prefers does not count: many offices run one that was never set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", chosen if chosen in known else settings.LANGUAGE_CODE)
        return answer
