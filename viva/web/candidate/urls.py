"""Profile, history, results and insights of a candidate."""

from django.urls import path

from viva.web.candidate import history, jobseeker, profile

app_name = "candidate"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("dashboard/jobseeker/", jobseeker.dashboard, name="jobseeker_dashboard"),
    path(
        "dashboard/jobseeker/applications/<int:application_id>/withdraw/",
        jobseeker.withdraw_application,
        name="withdraw_application",
    ),
    path("insights/", profile.insights, name="insights"),
    path("interviews/", history.interview_list, name="interview_list"),
    path("interviews/create/", history.create_interview_view, name="create_interview"),
    path("interviews/<int:interview_id>/", history.interview_detail, name="interview_detail"),
]
