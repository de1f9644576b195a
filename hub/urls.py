from django.urls import path

import hub.web.menu
import hub.web.panels  # noqa: F401  # registers this app's menu entries and panels
from hub.web.find import find
from hub.web.imports import import_blank, import_held_out, import_page, imports
from hub.web.matters import case, matters, printed, start
from hub.web.moving import move_house
from hub.web.newcomers import new_resident
from hub.web.questions import answer_question, discard, questions, settle, settle_all
from hub.web.requests import answer, download, make_list, release, requests
from hub.web.resident import resident
from hub.web.settled import settled_page, undo, undo_discard, undo_question
from hub.web.values import correct_value, unmask_value

app_name = "hub"

urlpatterns = [
    path("find", find, name="find"),
    path("residents/new", new_resident, name="enter"),
    path("residents/<uuid:resident_id>", resident, name="resident"),
    path("residents/<uuid:resident_id>/home", move_house, name="move"),
    path("residents/<uuid:resident_id>/<str:field>/full", unmask_value, name="unmask"),
    path("residents/<uuid:resident_id>/<str:field>/correct", correct_value, name="correct"),
    path("matters", matters, name="matters"),
    path("matters/<str:matter>/start", start, name="matter_start"),
    path("cases/<uuid:case_id>", case, name="case"),
    path("cases/<uuid:case_id>/print", printed, name="case_print"),
    path("imports", imports, name="imports"),
    path("imports/blank.xlsx", import_blank, name="import_blank"),
    path("imports/<uuid:import_id>", import_page, name="import"),
    path("imports/<uuid:import_id>/refused.xlsx", import_held_out, name="import_held_out"),
    path("questions", questions, name="questions"),
    path("questions/keep", settle_all, name="settle_all"),
    path("questions/settled", settled_page, name="settled"),
    path("questions/settled/<int:number>/undo", undo, name="undo"),
    path("questions/settled/rows/<int:number>/undo", undo_question, name="undo_question"),
    path("questions/settled/set-aside/<int:number>/undo", undo_discard, name="undo_discard"),
    path("questions/<int:number>/settle", settle, name="settle"),
    path("questions/rows/<int:number>", answer_question, name="answer_question"),
    path("questions/set-aside/<int:number>/discard", discard, name="discard"),
    path("requests", requests, name="requests"),
    path("requests/<int:number>/answer", answer, name="answer_request"),
    path("requests/lists", make_list, name="make_list"),
    path("requests/lists/<uuid:list_id>/release", release, name="release_list"),
    path("requests/lists/<uuid:list_id>/take", download, name="take_list"),
]
