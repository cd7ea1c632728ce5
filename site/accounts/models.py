"""People with an account, and what each may do where."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager["User"]):
    """People are found by their address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who debates, or works here; signing a petition needs no account."""

    email = models.EmailField(unique=True)
    pseudonym = models.CharField(max_length=40, null=True, blank=True, unique=True)  # noqa: DJ001  (null until chosen: unique)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.pseudonym or "Sans pseudonyme"
