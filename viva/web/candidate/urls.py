"""Profile, history and results of a candidate."""

app_name = "candidate"
urlpatterns: list = []
