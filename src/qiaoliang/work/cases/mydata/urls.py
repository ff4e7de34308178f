"""Addresses: the person's own data at their case, the officers' list at the desk."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.mydata.views import desk, own

app_name = "mydata"
urlpatterns = [
    path("case/<str:code>/my-data/", own.everything, name="everything"),
    path("case/<str:code>/my-data/take/<str:kind>", own.take, name="take"),
    path("case/<str:code>/my-data/correct", own.correct_it, name="correct"),
    path("case/<str:code>/my-data/erase", own.erase_it, name="erase"),
    path("desk/data-requests/", desk.every, name="every"),
    path("desk/data-requests/<uuid:erasure_id>/", desk.one, name="one"),
]
