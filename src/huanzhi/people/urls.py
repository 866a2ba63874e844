"""Addresses."""

from django.urls import path

from huanzhi.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/<str:username>/", views.sign_in_demo, name="sign-in-demo"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
