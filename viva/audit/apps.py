from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "viva.audit"
    label = "audit"
