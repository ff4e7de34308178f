from django.urls import path

from qiaoliang.base.health import views

app_name = "health"
urlpatterns = [path("desk/check", views.check, name="check")]
