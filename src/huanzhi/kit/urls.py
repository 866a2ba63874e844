"""Addresses: every register has the same ones."""

from django.urls import path, re_path

from huanzhi.kit import views

app_name = "kit"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:name>/", views.records, name="list"),
    path("<slug:name>/new/", views.edit, name="new"),
    path("<slug:name>/import/", views.take_in, name="import"),
    re_path(r"^(?P<name>[\w-]+)/export\.(?P<form>csv|xlsx)$", views.export, name="export"),
    path("<slug:name>/records/<str:code>/", views.record, name="record"),
    path("<slug:name>/records/<str:code>/edit/", views.edit, name="edit"),
]
