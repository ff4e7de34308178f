from django.urls import path

from qiaoliang.base.jobs import views

app_name = "jobs"
urlpatterns = [
    path("desk/jobs", views.jobs, name="list"),
    path("desk/jobs/again", views.again, name="again"),
]
