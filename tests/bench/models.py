"""Three plain tables: the least that a form with three inserts can write."""

import uuid

from django.db import models


class BareMailbox(models.Model):
    """An address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.CharField(max_length=254)

    objects: models.Manager["BareMailbox"] = models.Manager()

    def __str__(self) -> str:
        return self.email


class BareWish(models.Model):
    """A name and a postcode."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailbox = models.ForeignKey(BareMailbox, on_delete=models.CASCADE)
    name = models.CharField(max_length=120)
    postcode = models.CharField(max_length=12)

    objects: models.Manager["BareWish"] = models.Manager()

    def __str__(self) -> str:
        return self.name


class BareLetter(models.Model):
    """A letter to send."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.CharField(max_length=254)
    text = models.TextField()

    objects: models.Manager["BareLetter"] = models.Manager()

    def __str__(self) -> str:
        return self.to
