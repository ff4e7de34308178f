"""The case domain's addresses: residents' at the root, officers' under ``desk/``."""

from __future__ import annotations

from django.urls import path

from qiaoliang.work.cases.rules import DESK_STEPS
from qiaoliang.work.cases.views import (
    calendar,
    desk,
    follow,
    lists,
    overview,
    papers,
    promises,
    report,
    seeing,
    supervise,
    units,
)

app_name = "cases"
urlpatterns = [
    path("", report.home, name="home"),
    path("report/", report.what, name="what"),
    path("report/elsewhere", report.elsewhere, name="elsewhere"),
    path("report/where", report.where, name="where"),
    path("report/photos/<uuid:attachment_id>/remove", report.remove_photo, name="remove_photo"),
    path("report/contact", report.contact, name="contact"),
    path("report/check", report.check, name="check"),
    path("report/take-out", report.take_out, name="take_out"),
    path("report/send", report.send, name="send"),
    path("report/forget", report.forget, name="forget"),
    path("report/receipt", report.receipt, name="receipt"),
    path("case/", follow.open_case, name="open"),
    path("case/close", follow.close, name="close"),
    path("case/<str:code>/", follow.follow, name="follow"),
    path("case/<str:code>/reply", follow.reply, name="reply"),
    path("case/<str:code>/withdraw", follow.withdraw_case, name="withdraw"),
    path("case/<str:code>/rate", follow.rate_case, name="rate"),
    path("case/<str:code>/reopen", follow.reopen_case, name="reopen"),
    path("case/<str:code>/not-taken", follow.not_taken_case, name="not_taken"),
    path("case/<str:code>/review", follow.review_case, name="review"),
    path("case/<str:code>/who-looked", follow.who_looked, name="who_looked"),
    path("desk/todo", lists.todo, name="todo"),
    path("desk/done", lists.done, name="done"),
    path("desk/started", lists.started, name="started"),
    path("desk/cases/", lists.every, name="every"),
    path("desk/cases/new", desk.intake, name="intake"),
    path("desk/units", units.units, name="units"),
    path("desk/cases/<uuid:case_id>/", desk.case, name="case"),
    path("desk/cases/<uuid:case_id>/undo", desk.take_back, name="undo"),
    path("desk/cases/<uuid:case_id>/contact-of/<uuid:receipt_id>", seeing.contact_of, name="contact_of"),
    path("desk/cases/<uuid:case_id>/masked", seeing.masked_words, name="masked_words"),
    path("desk/letters/<uuid:letter_id>/", supervise.letter, name="letter"),
    path("desk/letters/<uuid:letter_id>/paper.<str:kind>", papers.letter, name="letter_paper"),
    path("desk/cases/<uuid:case_id>/dispatch.<str:kind>", papers.dispatch, name="dispatch_paper"),
    path("desk/cases/<uuid:case_id>/answers/<int:number>.<str:kind>", papers.answer, name="answer_paper"),
    path("desk/supervision/", supervise.overdue, name="overdue"),
    path("desk/supervision/soon", supervise.soon, name="soon"),
    path("desk/supervision/answered", supervise.answered_late, name="answered_late"),
    path("desk/supervision/letters", supervise.letters, name="letters"),
    path("desk/supervision/instructions", supervise.instructions, name="instructions"),
    path("desk/supervision/units", supervise.units, name="by_unit"),
    path("desk/overview", overview.district, name="overview"),
    path("desk/promises", promises.promises, name="promises"),
    path("desk/calendar", calendar.month, name="calendar"),
    *(path(f"desk/cases/<uuid:case_id>/{name}", desk.step(name), name=f"step_{name}") for name in DESK_STEPS),
]
