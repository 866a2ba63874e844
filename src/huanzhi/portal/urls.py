"""Addresses."""

from django.urls import path

from huanzhi.portal import views

app_name = "portal"
urlpatterns = [path("", views.home, name="home")]
