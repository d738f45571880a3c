"""Version 1: serializers, viewsets, urls, permissions."""
