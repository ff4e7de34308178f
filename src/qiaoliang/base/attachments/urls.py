from django.urls import path

from qiaoliang.base.attachments import views

app_name = "attachments"
urlpatterns = [path("files/<uuid:file_id>/<slug:variant>", views.file, name="file")]
