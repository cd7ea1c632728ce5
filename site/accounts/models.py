"""People with an account, what each may do where, and where each is logged in."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

PSEUDONYM_LENGTH = 40


class UserManager(BaseUserManager["User"]):
    """People are found by their address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who debates, or works here; signing a petition needs no account."""

    # The simple address (`core.text.simple_address`), so that one mailbox is one account.
    email = models.EmailField(_("adresse électronique"), unique=True)
    # Null until chosen: it is unique, and an empty one would be taken by the first newcomer.
    pseudonym = models.CharField(  # noqa: DJ001
        _("pseudonyme"), max_length=PSEUDONYM_LENGTH, null=True, blank=True
    )
    is_active = models.BooleanField(_("compte ouvert"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_address_is_simple"
            ),
            models.UniqueConstraint(Lower("pseudonym"), name="user_pseudonym_is_unique"),
            models.CheckConstraint(
                condition=Q(pseudonym__isnull=True)
                | ~Q(pseudonym="") & ~Q(pseudonym__contains="@"),
                name="user_pseudonym_is_no_address",
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym or "Sans pseudonyme"

    # Wagtail shows people by these two; the address must never be what it falls back on.
    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class RoleQuerySet(models.QuerySet["Role"]):
    """Questions about who may do what."""

    def over(self, scope: str) -> "RoleQuerySet":
        """Keep roles that reach `scope`: those of that scope, and those without any."""
        return self.filter(scope__in={"", scope})


class Role(models.Model):
    """What somebody may do, everywhere or in one scope."""

    class Name(models.TextChoices):
        EDITOR = "editor", _("Rédaction")
        MODERATOR = "moderator", _("Modération")
        ORGANISER = "organiser", _("Comité")
        ADMINISTRATOR = "administrator", _("Administration")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Name)
    # Opaque here: a higher app writes it ("comite:marmande") and compares it. Empty: everywhere.
    scope = models.CharField(max_length=100, blank=True, default="")
    granted_at = models.DateTimeField()
    # Administrators who owe their roles to one another share a line, since one person may be
    # behind them all. What the server's own command gives begins another.
    line = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        ordering = ["user", "role", "scope"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="role_is_granted_once"),
            models.CheckConstraint(
                condition=Q(role__in=["editor", "moderator", "organiser", "administrator"]),
                name="role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_role_display()} ({self.scope})"
            if self.scope
            else str(self.get_role_display())
        )


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    """Questions about where people are logged in."""

    def alive_at(self, moment: datetime) -> "OpenSessionQuerySet":
        """Keep sessions that were opened less than a session's life before `moment`."""
        return self.filter(opened_at__gt=moment - timedelta(seconds=settings.SESSION_COOKIE_AGE))


class OpenSession(models.Model):
    """One browser in which somebody is logged in: no address, no device, only a moment.

    The session itself lives in the cache under `digest`, from which no cookie can be made again.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        ordering = [F("opened_at").desc(), "pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def closes_at(self) -> datetime:
        return self.opened_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
