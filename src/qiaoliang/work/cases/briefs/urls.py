"""Addresses of the brief's pages."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.briefs import views

app_name = "briefs"
urlpatterns = [
    path("desk/briefs/", views.every, name="every"),
    path("desk/briefs/<uuid:brief_id>/", views.one, name="one"),
    path("desk/briefs/<uuid:brief_id>/paper.<str:kind>", views.sheet, name="paper"),
]
