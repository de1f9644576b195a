"""What an actor may do, and over which rows. The whole rule; nothing else decides."""

from communities.actor import Actor, Post
from communities.errors import Refused
from communities.permissions import LINES, MATRIX, RIGHTS, ROLES, ROWLESS, Permission
from communities.prefixes import COMMUNITY_DIGITS, prefix_of, widest

EVERYWHERE = ("",)


def may(actor: Actor, permission: Permission, *, area: str | None = None) -> bool:
    """Whether the actor holds the right, anywhere or over the given area (code or prefix)."""
    if actor.is_system:
        return True
    if actor.is_consumer:
        return permission in actor.consumer_rights & ROLES["FEED"] and _in_areas(actor, area)
    return any(permission in ROLES.get(post.role, ()) and _covers(post, area)
               for post in actor.posts)  # fmt: skip


def require(actor: Actor, permission: Permission, *, area: str | None = None) -> None:
    """Raise Refused unless the actor may."""
    if may(actor, permission, area=area):
        return
    if actor.is_consumer:
        raise Refused(
            "这把密钥没有这项权限。如工作需要，请联系系统管理员重新授权。",
            "This key does not carry this right. The system administrator can grant another.",
        )
    raise Refused(
        "您的岗位没有这项权限。如工作需要，请联系安全管理员授权。",
        "Your posting does not carry this right. The security administrator can grant it.",
    )


def right_to(
    actor: Actor, category: str, *, prefix: str, in_matter: bool = False, reached: bool = False
) -> str:
    """The best right of the actor's posts to a category of a row: E V M F N S L or "-".

    `prefix` is the row's own area prefix ("" when the row has none). `in_matter` says that an
    accepted matter of that person is open at the actor's counter. `reached` says the row was
    found by its whole number with a purpose, which widens a grid worker to the own community.
    """
    if actor.is_system:
        return "E"
    if actor.is_consumer:
        told = MATRIX.get(category, {}).get("FEED")
        return told.right if told and prefix and _in_areas(actor, prefix) else "-"
    rights = [_right_of(post, category, in_matter) for post in actor.posts
              if prefix and prefix.startswith(_span(post, reached))]  # fmt: skip
    return min(rights, key=RIGHTS.index, default="-")


def visible_prefixes(actor: Actor) -> tuple[str, ...]:
    """The row rule as prefix ranges; ("",) is everything, () is nothing."""
    if actor.is_system:
        return EVERYWHERE
    if actor.is_consumer:
        return widest(actor.consumer_areas)
    return widest(post.prefix for post in actor.posts if post.role not in ROWLESS)


def reachable_prefixes(actor: Actor) -> tuple[str, ...]:
    """The wider range for a whole ID number or phone with a purpose: the own community."""
    if actor.kind != "staff":
        return visible_prefixes(actor)
    return widest(_span(post, True) for post in actor.posts if post.role not in ROWLESS)


def _right_of(post: Post, category: str, in_matter: bool) -> str:
    cell = MATRIX.get(category, {}).get(post.role)
    if cell is None or (cell.in_matter and not in_matter):
        return "-"
    if cell.own_line and not category.startswith("core_"):
        return cell.right if category in LINES.get(post.line, ()) else "-"
    return cell.right


def _span(post: Post, reached: bool) -> str:
    return post.prefix[:COMMUNITY_DIGITS] if reached and post.role == "GRID" else post.prefix


def _covers(post: Post, area: str | None) -> bool:
    return area is None or prefix_of(area).startswith(post.prefix)


def _in_areas(actor: Actor, area: str | None) -> bool:
    return area is None or prefix_of(area).startswith(actor.consumer_areas)
