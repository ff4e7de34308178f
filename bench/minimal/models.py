"""Tickets and little else."""

# ruff: noqa: DJ008
from __future__ import annotations

from django.conf import settings
from django.db import models


class Unit(models.Model):
    name = models.CharField(max_length=60)


class Member(models.Model):
    """Who works where; somebody with ``everywhere`` sees all tickets."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    unit = models.ForeignKey(Unit, models.PROTECT)
    everywhere = models.BooleanField(default=False)


class Ticket(models.Model):
    title = models.CharField(max_length=80)
    text = models.TextField()
    category = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT)
    created = models.DateTimeField()
    due = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["unit", "state", "-id"], name="minimal_list"),)


class Event(models.Model):
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    who = models.CharField(max_length=40)
    text = models.TextField()
