"""Pages for everybody."""

app_name = "public"
urlpatterns: list = []
