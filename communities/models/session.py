from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """A sign-in. Beside Django's data it knows whose it is and when it began and was last used."""

    staff = models.ForeignKey(
        "communities.Staff", models.CASCADE, null=True, related_name="sessions"
    )
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "communities_session"

    @classmethod
    def get_session_store_class(cls) -> type:
        raise NotImplementedError("communities.sessions.SessionStore is the store of this table.")
