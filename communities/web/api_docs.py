from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communities.language import is_english
from communities.openapi import operations
from communities.permissions import SIGNED_IN
from communities.web.pages import page


@page("GET", needs=SIGNED_IN)
def api_docs(request: HttpRequest) -> HttpResponse:
    """The REST interface for people; plain HTML, so that no script is needed."""
    return render(request, "communities/api_docs.html", {
        "operations": operations(english=is_english()), "here": f"{request.scheme}://{request.get_host()}",
    })  # fmt: skip
