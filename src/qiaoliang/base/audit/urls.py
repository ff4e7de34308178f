from django.urls import path

from qiaoliang.base.audit import views

app_name = "audit"
urlpatterns = [path("desk/audit", views.events, name="events")]
