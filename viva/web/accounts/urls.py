"""Sign-up, sign-in, password and profile form. Included at the root: the form lives beside the profile."""

from django.urls import path

from viva.web.accounts import invitations, password_views, verification_views, views

app_name = "accounts"
urlpatterns = [
    path("accounts/login/", views.login, name="login"),
    path("accounts/logout/", views.logout, name="logout"),
    path("accounts/signup/", views.signup, name="signup"),
    path("accounts/password-change/", password_views.password_change, name="password_change"),
    path("accounts/password-reset/", password_views.password_reset, name="password_reset"),
    path("accounts/password-reset/done/", password_views.password_reset_done, name="password_reset_done"),
    path(
        "accounts/password-reset/<uidb64>/<token>/",
        password_views.password_reset_confirm,
        name="password_reset_confirm",
    ),
    path(
        "accounts/password-reset/complete/",
        password_views.password_reset_complete,
        name="password_reset_complete",
    ),
    path("accounts/verify-email/", verification_views.send_email_link, name="send_email_link"),
    path("accounts/verify-email/<token>/", verification_views.verify, name="verify_email"),
    path("invitations/join/", invitations.join, name="invitation_join"),
    path("invitations/<str:key>/", invitations.invitation, name="invitation"),
    path("profile/edit/", views.profile_edit, name="profile_edit"),
    path("admin/login/", views.admin_login, name="admin_login"),
]
