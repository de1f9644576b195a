from uuid import UUID

from django.db.models import Q, QuerySet

from communities.access import may
from communities.actor import Actor
from communities.errors import NotFound
from communities.models import Area
from communities.models.area import Level
from communities.permissions import ROLES, Permission
from communities.selectors.areas import areas_within
from hub.models import SheetImport


def prefixes_of(actor: Actor) -> tuple[str, ...]:
    """Where the actor may hand in sheets."""
    if actor.is_system:
        return ("",)
    return tuple(
        post.prefix for post in actor.posts if Permission.IMPORT_SHEET in ROLES.get(post.role, ())
    )


def communities_to_import(actor: Actor) -> QuerySet[Area]:
    return areas_within(prefixes_of(actor), level=Level.COMMUNITY)


def imports_of(actor: Actor) -> QuerySet[SheetImport]:
    """Files handed in for the actor's own area, newest first."""
    own = Q(pk__in=())
    for prefix in prefixes_of(actor):
        own |= Q(community__startswith=prefix)
    return SheetImport.objects.filter(own).order_by("-handed_in_at", "-pk")


def import_with(import_id: UUID, actor: Actor) -> SheetImport:
    """Raises NotFound, for another's area too."""
    upload = SheetImport.objects.filter(import_id=import_id).first()
    if upload is None or not may(actor, Permission.IMPORT_SHEET, area=upload.community):
        raise NotFound("没有这次导入。", "There is no such import.")
    return upload
