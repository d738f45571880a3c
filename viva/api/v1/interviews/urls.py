"""`interviews/…`, from the version's root on."""

from django.urls import path

from viva.api.v1.interviews import holding, reading, views

urlpatterns = [
    path("interviews/", views.InterviewsView.as_view()),
    path("interviews/my_interviews/", views.MyInterviewsView.as_view()),
    path("interviews/<id:pk>/", views.InterviewView.as_view()),
    path("interviews/<id:pk>/start/", holding.StartView.as_view()),
    path("interviews/<id:pk>/cancel/", holding.CancelView.as_view()),
    path("interviews/<id:pk>/questions/", views.QuestionsView.as_view()),
    path("interviews/<id:pk>/submit_response/", holding.SubmitResponseView.as_view()),
    path("interviews/<id:pk>/responses/<id:response_id>/", holding.ResponseView.as_view()),
    path("interviews/<id:pk>/complete/", holding.CompleteView.as_view()),
    path("interviews/<id:pk>/results/", reading.ResultsView.as_view()),
    path("interviews/<id:pk>/transcript/", reading.TranscriptView.as_view()),
    path("interviews/<id:pk>/recordings/", reading.RecordingsView.as_view()),
]
