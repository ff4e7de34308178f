"""Addresses of the pages on what is kept."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.keeping import views

app_name = "keeping"
urlpatterns = [
    path("desk/keeping/", views.every, name="every"),
    path("desk/keeping/look", views.look, name="look"),
    path("desk/keeping/clock", views.clock_is_right, name="clock"),
    path("desk/keeping/<uuid:clearing_id>/", views.one, name="one"),
    path("desk/keeping/<uuid:clearing_id>/put-forward", views.forward, name="put_forward"),
    path("desk/keeping/<uuid:clearing_id>/confirm", views.second, name="confirm"),
    path("desk/keeping/<uuid:clearing_id>/drop", views.drop_it, name="drop"),
    path("desk/keeping/<uuid:clearing_id>/progress", views.progress, name="progress"),
]
