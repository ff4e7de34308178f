"""The closed lists of the catalogue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy as _


class Kind(models.TextChoices):
    QUESTION = "question", _("catalogue", "question")
    HELP = "help", _("catalogue", "request for help")
    COMPLAINT = "complaint", _("catalogue", "complaint")
    SUGGESTION = "suggestion", _("catalogue", "suggestion")


class Urgency(models.TextChoices):
    EMERGENCY = "emergency", _("catalogue", "emergency")
    LIVELIHOOD = "livelihood", _("catalogue", "basic livelihood")
    NORMAL = "normal", _("catalogue", "normal")


class Level(models.TextChoices):
    DISTRICT = "district", _("catalogue", "district")
    TOWN = "town", _("catalogue", "town")
    VILLAGE = "village", _("catalogue", "village")
    ENTERPRISE = "enterprise", _("catalogue", "enterprise")
    ANY = "any", _("catalogue", "any level")


class Role(models.TextChoices):
    LEAD = "lead", _("catalogue", "leads")
    HELP = "help", _("catalogue", "helps")


class Audience(models.TextChoices):
    RESIDENT = "resident", _("catalogue", "the person who asked")
    UNIT = "unit", _("catalogue", "the unit")


class Unit(models.TextChoices):
    WORKING_DAYS = "wd", _("catalogue", "working days")
    HOURS = "h", _("catalogue", "hours")
    DAYS = "d", _("catalogue", "days")


class Certainty(models.TextChoices):
    CONFIRMED = "confirmed", _("catalogue", "confirmed")
    UNCONFIRMED = "unconfirmed", _("catalogue", "unconfirmed")


class Step(models.TextChoices):
    """The steps of a case that have a clock; every clock set names them all."""

    ACCEPT = "accept", _("catalogue", "accept")
    DISPATCH = "dispatch", _("catalogue", "dispatch")
    SIGN = "sign", _("catalogue", "sign")
    CONTACT = "contact", _("catalogue", "contact the person")
    ANSWER = "answer", _("catalogue", "answer")
    APPROVE = "approve", _("catalogue", "approve the answer")
    CALLBACK_START = "callback_start", _("catalogue", "begin the return visit")
    CALLBACK_WINDOW = "callback_window", _("catalogue", "time to rate")
    REWORK = "rework", _("catalogue", "work on it again")
    RETURN_REQUEST = "return_request", _("catalogue", "ask to return")
    RETURN_DECISION = "return_decision", _("catalogue", "decide on a return")
    EXTENSION_AGREE = "extension_agree", _("catalogue", "agree to an extension")
    EXTENSION_DECISION = "extension_decision", _("catalogue", "decide on an extension")
    HOLD_DECISION = "hold_decision", _("catalogue", "decide on a hold")
    HOLD_REPORT = "hold_report", _("catalogue", "report during a hold")
    WHISTLE = "whistle", _("catalogue", "sit together")
    INFORMATION = "information", _("catalogue", "wait for information")
    INFORMATION_REMINDER = "information_reminder", _("catalogue", "remind of the information")
    REFER = "refer", _("catalogue", "refer elsewhere")
    REFER_CHECK = "refer_check", _("catalogue", "ask whether it was taken")
    REVIEW_REQUEST = "review_request", _("catalogue", "time to ask for a review")
    REVIEW = "review", _("catalogue", "review")
    REOPEN = "reopen", _("catalogue", "time to reopen")
    PROMISE_REMINDER = "promise_reminder", _("catalogue", "remind of a promise")
    ARCHIVE = "archive", _("catalogue", "file away")


class RungUnit(models.TextChoices):
    """What a rung's amount counts: a share of the term, or time after its end."""

    SHARE = "%", _("catalogue", "percent of the term")
    WORKING_DAYS = "wd", _("catalogue", "working days")
    HOURS = "h", _("catalogue", "hours")
    DAYS = "d", _("catalogue", "days")


class Terms(models.TextChoices):
    """What a term of the catalogue is about, apart from the clocks of a case."""

    KEEP_CONTACT = "keep_contact", _("catalogue", "keep contact data")
    KEEP_TEXT = "keep_text", _("catalogue", "keep the words of a case")
    KEEP_LOGS = "keep_logs", _("catalogue", "keep who looked at what")
    DATA_REQUEST = "data_request", _("catalogue", "decide on a request about one's own data")


class TermUnit(models.TextChoices):
    """What a term's amount counts."""

    MONTHS = "m", _("catalogue", "months")
    WORKING_DAYS = "wd", _("catalogue", "working days")
    DAYS = "d", _("catalogue", "days")


class Tells(models.TextChoices):
    """Whom a rung tells."""

    HANDLER = "handler", _("catalogue", "the handler")
    UNIT = "unit", _("catalogue", "everybody who handles cases in the unit")
    HEAD = "head", _("catalogue", "the head of the unit")
    SUPERVISOR = "supervisor", _("catalogue", "the supervisors")
    LEADER = "leader", _("catalogue", "the district leader")


class Letter(models.TextChoices):
    """The numbered letter that a rung writes."""

    REMINDER = "reminder", _("catalogue", "reminder letter")
    SUPERVISION = "supervision", _("catalogue", "supervision letter")


class From(models.TextChoices):
    """The moment from which a clock counts."""

    SUBMITTED = "submitted", _("catalogue", "submitted")
    ACCEPTED = "accepted", _("catalogue", "accepted")
    DISPATCHED = "dispatched", _("catalogue", "dispatched")
    SIGNED = "signed", _("catalogue", "signed")
    DRAFTED = "drafted", _("catalogue", "sent for approval")
    ANSWERED = "answered", _("catalogue", "answered")
    REQUESTED = "requested", _("catalogue", "requested")
    ASKED = "asked", _("catalogue", "information asked")
    UNSOLVED = "unsolved", _("catalogue", "said to be unsolved")
    REFERRED = "referred", _("catalogue", "referred")
    CLOSED = "closed", _("catalogue", "closed")
    PROMISED = "promised", _("catalogue", "promised for")
