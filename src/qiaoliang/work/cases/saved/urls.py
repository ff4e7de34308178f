"""Addresses of saved views."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.saved import views

app_name = "saved"
urlpatterns = [
    path("desk/views/", views.every, name="every"),
    path("desk/views/new/<slug:listed>", views.new, name="new"),
    path("desk/views/<uuid:view_id>/", views.one, name="one"),
    path("desk/views/<uuid:view_id>/drop", views.drop, name="drop"),
    path("desk/views/<uuid:view_id>/restore", views.restore, name="restore"),
]
