"""Addresses: everybody's, the person's own consent, the officers' desk. A public answer is named by its random slug alone."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.publishing.views import desk, feed, own, public

app_name = "publishing"
urlpatterns = [
    path("answers/", public.index, name="index"),
    path("answers/feed.xml", feed.feed, name="feed"),
    path("answers/promises/", public.promises, name="promises"),
    path("answers/heard/", public.heard, name="heard"),
    path("answers/<slug:slug>/", public.one, name="one"),
    path("case/<str:code>/publishing/", own.consent_page, name="consent"),
    path("case/<str:code>/publishing/agree", own.agree, name="agree"),
    path("case/<str:code>/publishing/take-back", own.take_back, name="take_back"),
    path("desk/publications/", desk.every, name="every"),
    path("desk/publications/<uuid:case_id>/", desk.one, name="of_case"),
    path("desk/publications/<uuid:case_id>/write", desk.write, name="write"),
    path("desk/publications/<uuid:case_id>/check", desk.check, name="check"),
    path("desk/publications/<uuid:case_id>/take-down", desk.take_down, name="take_down"),
]
