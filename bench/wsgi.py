"""Django's own WSGI application, for the sides that are not ours."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
