from django.urls import path

from qiaoliang.base.notify import views

app_name = "notify"
urlpatterns = [
    path("desk/notices", views.notices, name="list"),
    path("desk/notices/read", views.all_read, name="all_read"),
    path("desk/notices/<uuid:notice_id>/open", views.opened, name="open"),
]
