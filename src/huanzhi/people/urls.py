"""Addresses."""

from django.urls import path

from huanzhi.people.views import account, door, second_step, single_sign_on

app_name = "people"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign-in"),
    path("sign-in/<str:username>/", door.sign_in_demo, name="sign-in-demo"),
    path("second-step/", door.second_step_asked, name="second-step-asked"),
    path("sign-out/", door.sign_out, name="sign-out"),
    path("single-sign-on/", single_sign_on.leave, name="single-sign-on"),
    path("single-sign-on/back/", single_sign_on.back, name="single-sign-on-back"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/sessions/", account.end_sessions, name="end-sessions"),
    path("account/substitute/", account.name_substitute, name="name-substitute"),
    path("account/substitute/<int:pk>/", account.recall_substitute, name="recall-substitute"),
    path("account/identity/<int:pk>/", account.unlink, name="unlink-identity"),
    path("account/second-step/", second_step.second_step, name="second-step"),
    path("account/second-step/start/", second_step.start, name="start-second-step"),
    path("account/second-step/confirm/", second_step.confirm, name="confirm-second-step"),
    path("account/second-step/remove/", second_step.remove, name="remove-second-step"),
    path("sign-ins/", account.everybodys_sign_ins, name="sign-ins"),
]
