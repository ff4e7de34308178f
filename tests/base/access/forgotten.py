"""Two routes, one of which forgot to say for whom it is."""

from django.http import HttpResponse
from django.urls import path

from qiaoliang.base.access.routes import public


@public
def said(request):
    return HttpResponse("yes")


def forgotten(request):
    return HttpResponse("no")


urlpatterns = [path("said", said), path("forgotten", forgotten)]
