"""Addresses of the pages of sorting."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.sorting.views import accuracy, hot

app_name = "sorting"
urlpatterns = [
    path("desk/hot", hot.hot, name="hot"),
    path("desk/suggestions", accuracy.accuracy, name="accuracy"),
]
