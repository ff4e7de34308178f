from django.urls import path

from qiaoliang.base.vault import views

app_name = "vault"
urlpatterns = [path("desk/reveals", views.reveals, name="reveals")]
