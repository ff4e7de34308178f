"""The five pages, as anybody would write them in an afternoon."""

from __future__ import annotations

from bench.minimal.models import Event, Member, Ticket
from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone


class NewTicket(forms.ModelForm):
    class Meta:
        model = Ticket
        fields = ("title", "text", "category", "unit")


def visible(request: HttpRequest) -> QuerySet[Ticket]:
    """Their unit's tickets, or all."""
    member = Member.objects.get(user=request.user)
    return Ticket.objects.all() if member.everywhere else Ticket.objects.filter(unit=member.unit)


@login_required
def tickets(request: HttpRequest) -> HttpResponse:
    """25 rows, narrowed by unit and state, or by words."""
    rows = visible(request).select_related("unit").order_by("-id")
    if unit := request.GET.get("unit"):
        rows = rows.filter(unit=unit)
    if state := request.GET.get("state"):
        rows = rows.filter(state=state)
    if words := request.GET.get("q"):
        rows = rows.filter(Q(title__icontains=words) | Q(text__icontains=words))
    return render(request, "tickets.html", {"rows": rows[:25]})


@login_required
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """One ticket with its events."""
    found = get_object_or_404(visible(request).select_related("unit"), pk=pk)
    return render(request, "ticket.html", {"ticket": found, "events": found.events.order_by("id")})


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket with its first event in one transaction."""
    form = NewTicket(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = form.save(commit=False)
            made.state, made.created = "submitted", timezone.now()
            made.save()
            Event.objects.create(ticket=made, at=made.created, who=request.user.get_username(), text="submitted")
        return redirect(f"/tickets/{made.pk}/")
    return render(request, "new.html", {"form": form})


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """How many by state, unit, category and month."""
    seen = visible(request)
    context = {
        "states": seen.values_list("state").annotate(n=Count("pk")).order_by("state"),
        "units": seen.values_list("unit__name").annotate(n=Count("pk")).order_by("unit__name"),
        "categories": seen.values_list("category").annotate(n=Count("pk")).order_by("category"),
        "months": seen.annotate(month=TruncMonth("created"))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by("month"),
        "late": seen.exclude(state="closed").filter(due__lt=timezone.now()).count(),
    }
    return render(request, "overview.html", context)
