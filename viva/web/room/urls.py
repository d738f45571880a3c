"""The start page, the room and its completion."""

app_name = "ai_interview"
urlpatterns: list = []
