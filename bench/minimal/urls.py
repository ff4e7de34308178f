from bench.minimal import views
from django.urls import path

urlpatterns = [
    path("tickets/", views.tickets),
    path("tickets/new", views.new),
    path("tickets/<int:pk>/", views.ticket),
    path("overview", views.overview),
]
