"""
A site with django-oauth-toolkit: registration is on, takes an initial access token, and is not published in the metadata.
Arguments: the port (0 takes a free one), and a SQLite file that holds all that the site keeps. It ends when its standard input does.
"""

import json
import os
import secrets
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import include, path

port, file = int(sys.argv[1]), sys.argv[2]
INITIAL_ACCESS_TOKEN = os.environ["INITIAL_ACCESS_TOKEN"]


class Server(WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


server = Server(("127.0.0.1", port), Quiet)
issuer = f"http://127.0.0.1:{server.server_port}"

settings.configure(
    SECRET_KEY=secrets.token_hex(32),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        f"{__name__}.LosesAnswers",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    LOGGING={
        "version": 1,
        "handlers": {"stderr": {"class": "logging.StreamHandler"}},
        "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
    },
    OAUTH2_PROVIDER={
        "DCR_ENABLED": True,
        "DCR_REGISTRATION_PERMISSION_CLASSES": (f"{__name__}.HasInitialAccessToken",),
        "OIDC_ISS_ENDPOINT": issuer,
        "SCOPES": {"orders.read": "orders"},
        "OAUTH2_TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED": ["client_secret_basic", "client_secret_post"],
    },
)
django.setup()

from oauth2_provider import urls  # noqa: E402
from oauth2_provider.models import get_access_token_model, get_application_model  # noqa: E402
from oauth2_provider.views import metadata  # noqa: E402


class HasInitialAccessToken:
    def has_permission(self, request):
        return request.headers.get("Authorization") == f"Bearer {INITIAL_ACCESS_TOKEN}"


def published(request):
    """The metadata as the toolkit makes it, without the registration endpoint."""
    answer = json.loads(metadata.OAuthServerMetadataView.as_view()(request).content)
    answer.pop("registration_endpoint", None)
    return JsonResponse(answer)


loses_next = [False]


def lose_next_answer(request):
    loses_next[0] = True
    return JsonResponse({})


class LosesAnswers:
    """Carries a registration out and sends a broken answer, where that is asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if loses_next[0] and request.method == "POST" and request.path == "/o/register/":
            loses_next[0] = False
            answer.content = b"{"
        return answer


def clients_by_hand(request):
    rows = get_application_model().objects.all()
    return JsonResponse([{"client_id": row.client_id, "client_name": row.name} for row in rows], safe=False)


def client_by_hand(request, client_id):
    row = get_application_model().objects.get(client_id=client_id)
    if request.method == "DELETE":
        row.delete()
    else:
        row.name = json.loads(request.body)["client_name"]
        row.save()
    return JsonResponse({})


def forget_registration_tokens(request):
    get_access_token_model().objects.filter(scope="oauth2_provider:registration").delete()
    return JsonResponse({})


from django.views.decorators.csrf import csrf_exempt  # noqa: E402

urlpatterns = [
    path(".well-known/oauth-authorization-server", published),
    path("by-hand/clients", clients_by_hand),
    path("by-hand/clients/<client_id>", csrf_exempt(client_by_hand)),
    path("by-hand/lost-answer", csrf_exempt(lose_next_answer)),
    path("by-hand/registration-tokens", csrf_exempt(forget_registration_tokens)),
    path("o/", include((urls.base_urlpatterns + urls.dcr_urlpatterns, "oauth2_provider"))),
]

call_command("migrate", verbosity=0)
server.set_app(get_wsgi_application())
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
print(json.dumps({"issuer": issuer, "registrationEndpoint": f"{issuer}/o/register/"}), flush=True)
server.serve_forever()
