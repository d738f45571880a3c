from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "viva.accounts"
    label = "accounts"
