"""For any WSGI server: `gunicorn wsgi:app`. Settings: `kommanmap.config`."""

from kommanmap import create_app

app = create_app()
