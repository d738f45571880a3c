"""Sign-up, sign-in, password and profile form."""

app_name = "accounts"
urlpatterns: list = []
