from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Staff(AbstractBaseUser):
    """A person at work with one account; rights come from postings alone."""

    username = models.CharField(_("账号"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("须修改口令"), default=False)
    password_changed_at = models.DateTimeField(_("口令修改时间"), null=True)
    made_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects = BaseUserManager["Staff"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("工作人员")
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                name="staff_username_plain",
                condition=models.Q(username__regex=r"^[a-z0-9][a-z0-9._-]{1,39}$"),
            ),
        )

    def __str__(self) -> str:
        return self.name
