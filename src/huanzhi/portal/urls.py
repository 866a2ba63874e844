"""Addresses."""

from django.urls import path

from huanzhi.portal import verification, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("portal/dealt-with/", views.dealt_with, name="dealt-with"),
    path("portal/pictures/<int:pk>.jpg", views.picture, name="picture"),
    path("portal/closings/", views.closings, name="closings"),
    path("portal/verify/", verification.verify, name="verify"),
    path("portal/verify/<str:sha256>/", verification.verify_hash, name="verify-hash"),
    path("portal/reports/<int:pk>.<slug:form>", verification.published, name="report-file"),
    path("portal/ledger/", views.ledger, name="ledger"),
    path("portal/ledger/<int:size>.json", views.checkpoint, name="checkpoint"),
]
