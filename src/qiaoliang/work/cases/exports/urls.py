"""Addresses of the export's pages."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.exports import views

app_name = "exports"
urlpatterns = [
    path("desk/exports/", views.every, name="every"),
    path("desk/exports/new/<slug:listed>", views.new, name="new"),
    path("desk/exports/<uuid:export_id>/progress", views.progress, name="progress"),
    path("desk/exports/<uuid:export_id>/file", views.file, name="file"),
]
