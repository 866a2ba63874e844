"""Addresses."""

from django.urls import path

from huanzhi.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("portal/dealt-with/", views.dealt_with, name="dealt-with"),
    path("portal/pictures/<int:pk>.jpg", views.picture, name="picture"),
    path("portal/ledger/", views.ledger, name="ledger"),
    path("portal/ledger/<int:size>.json", views.checkpoint, name="checkpoint"),
]
