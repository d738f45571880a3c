"""A candidate's way through a company's interview: by account with its UUID, by link with the key in the body."""

from django.urls import path

from viva.web.meeting import recording, starting, times, views, voice

app_name = "meeting"
urlpatterns = [
    path("ai/start", starting.start, name="ai_start"),
    path("interview/ready/<uuid:uuid>/", views.ready, name="ready"),
    path("interview/start/<uuid:uuid>/", views.start, name="start"),
    path("interview/begin/<uuid:uuid>/", views.begin, name="begin"),
    path("interview/person/<uuid:uuid>/", views.person, name="person"),
    path("interview/times/<uuid:uuid>/", times.times, name="times"),
    path("interview/complete/<uuid:uuid>/", views.complete, name="complete"),
    path("interview/voice/<int:session_id>/<int:number>/", voice.said, name="said"),
    path("interview/voice/<int:session_id>/<int:number>/<int:part>.wav", voice.clip, name="clip"),
    path("interview/voice/<int:session_id>/question/<int:question_id>.wav", voice.question, name="question_clip"),
    path("interview/begin/", views.begin_by_link, name="begin_by_link"),
    path("interview/person/", views.person_by_link, name="person_by_link"),
    path("interview/times/", times.times_by_link, name="times_by_link"),
    path("interview/complete/", views.complete_by_link, name="complete_by_link"),
    path("interview/chunk/<uuid:uuid>/", recording.chunk, name="chunk"),
    path("interview/part-end/<uuid:uuid>/", recording.part_end, name="part_end"),
    path("interview/trouble/<uuid:uuid>/", recording.trouble, name="trouble"),
    path("interview/check/<uuid:uuid>/", recording.check, name="check"),
    path("interview/chunk/", recording.chunk_by_link, name="chunk_by_link"),
    path("interview/part-end/", recording.part_end_by_link, name="part_end_by_link"),
    path("interview/trouble/", recording.trouble_by_link, name="trouble_by_link"),
    path("interview/check/", recording.check_by_link, name="check_by_link"),
]
