from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.permissions import SIGNED_IN
from communities.web.pages import PageRequest, page
from communities.web.portal import panels_for


@page("GET", needs=SIGNED_IN)
def portal(request: PageRequest) -> HttpResponse:
    today = timezone.localdate()
    panels = panels_for(request.actor, today)
    shown = {"panels": panels, "today": today, "greeting": greeting(timezone.localtime().hour)}
    return render(request, "communities/portal.html", shown)


def greeting(hour: int) -> str:
    if hour < 12:
        return _("早上好")
    return _("下午好") if hour < 18 else _("晚上好")
