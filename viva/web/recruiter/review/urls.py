"""Under `/dashboard/recruiter/interviews/`."""

from django.urls import path

from viva.web.recruiter.review import exports, hearing, judging, listing, page

app_name = "review"
urlpatterns = [
    path("", listing.interviews, name="list"),
    path("export.csv", exports.listed, name="export_list"),
    path("<int:interview_id>/", page.detail, name="detail"),
    path("<int:interview_id>/report.<str:kind>", exports.report, name="report"),
    path("<int:interview_id>/recording/", hearing.parts, name="recording"),
    path("<int:interview_id>/recording/erase/", hearing.erase, name="recording_erase"),
    path("<int:interview_id>/responses/<int:response_id>/override/", judging.override, name="override"),
    path("<int:interview_id>/comments/", judging.comment, name="comment"),
    path("<int:interview_id>/decision/", judging.decision, name="decide"),
    path("<int:interview_id>/release/", judging.release, name="release"),
    path("<int:interview_id>/requests/<int:request_id>/answered/", judging.request_answered, name="answered"),
]
