"""Addresses of the import's pages."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.imports import views

app_name = "imports"
urlpatterns = [
    path("desk/imports/", views.every, name="every"),
    path("desk/imports/<uuid:batch_id>/", views.one, name="one"),
    path("desk/imports/<uuid:batch_id>/columns", views.set_columns, name="columns"),
    path("desk/imports/<uuid:batch_id>/start", views.begin, name="start"),
    path("desk/imports/<uuid:batch_id>/undo", views.take_back, name="undo"),
    path("desk/imports/<uuid:batch_id>/progress", views.progress, name="progress"),
    path("desk/imports/<uuid:batch_id>/problems.xlsx", views.problems, name="problems"),
]
