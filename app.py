"""WSGI entry: gunicorn app:app."""

from consultation import create_app

app = create_app()
