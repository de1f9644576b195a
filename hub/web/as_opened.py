"""What a form saw when it was opened: who saves later than somebody else is told of both values."""

from django.core.signing import BadSignature, Signer

from communities.errors import Conflict
from communities.web.pages import PageRequest
from hub.fields import Declared
from hub.sealing import keyed_hash
from hub.selectors.codes import label_of
from hub.selectors.profile import Profile, clear_value
from hub.services.correct import text

SIGNER = Signer(salt="seen")


def signed(seen: Profile, declared: Declared) -> str:
    """For the form to carry along."""
    return SIGNER.sign(fingerprint(seen, declared))


def fingerprint(seen: Profile, declared: Declared) -> str:
    """What the form saw, without saying it: a keyed hash, whatever the reader may see of it."""
    return keyed_hash(f"seen:{declared.name}", text(clear_value(seen.held, declared.name))).hex()


def check_still_held(request: PageRequest, seen: Profile, declared: Declared, yours: str) -> None:
    try:
        was = SIGNER.unsign(request.POST.get("seen", ""))
    except BadSignature:
        was = ""
    if was == fingerprint(seen, declared):
        return
    value = seen.values.get(declared.name)
    told_when_opened = request.POST.get("seen_text", "")
    raise Conflict(
        "您打开页面之后，别人已改过这一项；请对照两个值，再决定是否更正。",
        "Someone changed this since you saw it; compare both values.",
        fields={
            declared.label: {
                "seen": told_when_opened,
                "held": value.text if value else "",
                "yours": label_of(declared.code_list, yours) if declared.code_list else yours,
            }
        },
    )
