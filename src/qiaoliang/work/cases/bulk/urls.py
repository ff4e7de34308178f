"""Addresses of batches."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.bulk import views

app_name = "bulk"
urlpatterns = [
    path("desk/bulk/of/<slug:listed>", views.chosen, name="chosen"),
    path("desk/bulk/<uuid:batch_id>/", views.one, name="one"),
    path("desk/bulk/<uuid:batch_id>/progress", views.progress, name="progress"),
    path("desk/bulk/<uuid:batch_id>/refused", views.refused, name="refused"),
    path("desk/bulk/<uuid:batch_id>/undo", views.undo, name="undo"),
]
