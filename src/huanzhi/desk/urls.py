"""Addresses of the desk. Whoever is not signed in is sent to the door by the middleware."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from huanzhi.desk.views import cases, cockpit, data, departments, indicators, outline, questions, tasks

app_name = "desk"
urlpatterns = [
    path("", cockpit.cockpit, name="cockpit"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<int:no>/", indicators.indicator, name="indicator"),
    path("indicators/<int:no>/proof/", indicators.proof, name="proof"),
    path("indicators/<int:no>/proof/<path:path>/", indicators.proof, name="proof"),
    path("plan/", outline.outline, name="outline"),
    path("works/", outline.projects, name="projects"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<str:code>/", tasks.task, name="task"),
    path("tasks/<str:code>/report/", tasks.report, name="report-task"),
    path("departments/", departments.departments, name="departments"),
    path("departments/<str:code>/", departments.department, name="department"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/<str:name>/", cases.step, name="case-step"),
    path("air/", data.air, name="air"),
    path("air/<str:code>/", data.station, name="station"),
    path("intakes/", data.intakes, name="intakes"),
    path("intakes/<int:pk>/", data.intake, name="intake"),
    path("ledger/", data.ledger, name="ledger"),
    path("find/", data.search, name="search"),
    path("theme/", login_not_required(data.theme), name="theme"),
]
