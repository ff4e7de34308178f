"""Language, 关怀版, keys and the component pages. All are open to everybody; the project says so to base/access."""

from django.urls import path
from django.views.i18n import set_language

from qiaoliang.ui import views

app_name = "ui"

urlpatterns = [
    path("look/language", set_language, name="language"),
    path("look/elder", views.elder, name="elder"),
    path("look/keys", views.keys, name="keys"),
    path("ui", views.components, name="components"),
    path("ui/sample/<slug:name>", views.sample, name="sample"),
]
