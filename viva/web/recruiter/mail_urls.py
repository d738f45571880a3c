"""The recruiter's mail, below /dashboard/recruiter/mail/."""

from django.urls import path

from viva.web.recruiter import mail

app_name = "recruiter_mail"
urlpatterns = [
    path("", mail.mail_list, name="list"),
    path("<int:mail_id>/", mail.mail_detail, name="detail"),
    path("<int:mail_id>/send-again/", mail.mail_again, name="send_again"),
]
