from __future__ import annotations

from django.urls import path

from qiaoliang.base.notify.outside import views

app_name = "outside"
urlpatterns = [
    path("desk/notices/ways", views.ways, name="ways"),
    path("desk/channels/", views.channels, name="channels"),
    path("desk/channels/again", views.send_again, name="again"),
    path("desk/channels/new/<slug:way>", views.new, name="new"),
    path("desk/channels/<uuid:channel_id>/", views.one, name="one"),
    path("desk/channels/<uuid:channel_id>/test", views.test, name="test"),
    path("desk/channels/<uuid:channel_id>/close", views.close, name="close"),
]
