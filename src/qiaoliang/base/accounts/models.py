"""An account opens the desk. Who the person is and what posts they hold stands a floor higher."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from qiaoliang.base.accounts import names
from qiaoliang.base.core import clock, ids
from qiaoliang.base.core.models import Record


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=names.clean(username or ""))


class Account(AbstractBaseUser):
    """``one_time_until`` is set while the password is one that an administrator handed over."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    username = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    one_time_until = models.DateTimeField(null=True, blank=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(username=Lower("username")), name="username_lower"),)

    def __str__(self) -> str:
        return self.username

    @property
    def is_expired(self) -> bool:
        """Whether its one-time password was not used in time."""
        return self.one_time_until is not None and self.one_time_until <= clock.now()


class Note(Record):
    """Why an administrator closed an account or took its second factor away, in words (the audit log takes none)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="notes")
    action = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    by_id = models.UUIDField(null=True)


class Removal(Record):
    """An administrator asks, with a reason, that somebody's lost second factor be taken away; a security officer decides.
    ``agreed`` is None as long as it waits."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="removals")
    reason = models.CharField(max_length=200)
    asked_by = models.UUIDField()
    agreed = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account"], condition=models.Q(agreed=None), name="removal_one_open"),
        )


class Session(AbstractBaseSession):
    """A log-in that lasts, or what a browser without one is remembered by. Where from is not kept: ``device`` is a code of
    ``devices``, no address and no line a browser sent; ``way`` is a code of ``ways``."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=40, blank=True)
    began = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
