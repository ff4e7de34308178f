"""Django's settings. What an installation may change comes from the environment: docs/operations/settings.md."""

from __future__ import annotations

from pathlib import Path

from qiaoliang.project import sqlite

sqlite.choose()

from django.utils.translation import gettext_lazy as _  # noqa: E402

from qiaoliang.base.core import keys  # noqa: E402
from qiaoliang.base.core.env import data_folder, setting, switched_on  # noqa: E402
from qiaoliang.project import database  # noqa: E402

#: production | demo | test
MODE = setting("MODE", "production")
DEBUG = False
HTTPS = switched_on("HTTPS", default=MODE == "production")

if MODE != "production":
    keys.make_missing()
SECRET_KEY = (
    keys.mac("session", b"django").hex() if keys.folder().is_dir() else "no-keys-yet-run-qiaoliang-keys-new" * 2
)
ALLOWED_HOSTS = [host for host in setting("HOSTS", "127.0.0.1,localhost").split(",") if host]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "qiaoliang.base.access",
    "qiaoliang.base.accounts",
    "qiaoliang.base.asking",
    "qiaoliang.base.attachments",
    "qiaoliang.base.audit",
    "qiaoliang.base.catalog",
    "qiaoliang.base.configure",
    "qiaoliang.base.districts",
    "qiaoliang.base.drafts",
    "qiaoliang.base.health",
    "qiaoliang.base.jobs",
    "qiaoliang.base.notify",
    "qiaoliang.base.notify.outside",
    "qiaoliang.base.organizations",
    "qiaoliang.base.search",
    "qiaoliang.base.vault",
    "qiaoliang.base.workdays",
    "qiaoliang.ui",
    "qiaoliang.work.cases",
    "qiaoliang.work.cases.briefs",
    "qiaoliang.work.cases.bulk",
    "qiaoliang.work.cases.exports",
    "qiaoliang.work.cases.imports",
    "qiaoliang.work.cases.keeping",
    "qiaoliang.work.cases.mydata",
    "qiaoliang.work.cases.publishing",
    "qiaoliang.work.cases.saved",
    "qiaoliang.work.cases.sorting",
    # after ours, so that our templates under their names come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "qiaoliang.ui.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "qiaoliang.ui.head.HeadMiddleware",
    "qiaoliang.project.static.StaticMiddleware",
    "qiaoliang.project.refusals.utf_8_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "qiaoliang.ui.language.language_chosen_here",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "qiaoliang.base.accounts.limits.session_limits",
    "allauth.account.middleware.AccountMiddleware",
    "qiaoliang.base.access.middleware.AccessMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qiaoliang.project.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "qiaoliang.project.urls"
WSGI_APPLICATION = "qiaoliang.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "qiaoliang.project.context.district",
                "qiaoliang.ui.look.look",
            ],
        },
    },
]

FORM_RENDERER = "qiaoliang.ui.controls.Renderer"

DATABASES = {"default": database.configuration()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS

STATIC_URL = "static/"
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "qiaoliang.project.static.HashedStorage"},
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["qiaoliang.base.accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["username"]}},
    {"NAME": "qiaoliang.base.accounts.passwords.VarietyValidator"},
]  # fmt: skip
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "start"
#: required: nobody works without a second factor; offered: everyone may set one up
SECOND_FACTOR = setting("SECOND_FACTOR", "required" if MODE == "production" else "offered")
ONE_TIME_DAYS = int(setting("ONE_TIME_DAYS", "7"))
ALLAUTH_TRUSTED_PROXY_COUNT = int(setting("PROXIES", "0"))
ACCOUNT_ADAPTER = "qiaoliang.base.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "20/m/ip,5/5m/key", "change_password": "15/5m/user"}
ACCOUNT_FORMS = {
    "login": "qiaoliang.base.accounts.forms.LoginForm",
    "change_password": "qiaoliang.base.accounts.forms.ChangePasswordForm",
    "reauthenticate": "qiaoliang.base.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "qiaoliang.base.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
#: the device asks for a finger, a face or a PIN each time: so a passkey is two factors, and may open by itself
MFA_WEBAUTHN_USER_VERIFICATION = "required"
#: a whole office may come from one address; nothing can be guessed here
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_TOTP_ISSUER = "桥梁 Qiaoliang"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "qiaoliang.base.accounts.forms.AuthenticateForm",
    "reauthenticate": "qiaoliang.base.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "qiaoliang.base.accounts.forms.ActivateForm",
    "authenticate_webauthn": "qiaoliang.base.accounts.forms.PasskeyForm",
    "login_webauthn": "qiaoliang.base.accounts.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "qiaoliang.base.accounts.forms.PasskeyConfirmForm",
    "add_webauthn": "qiaoliang.base.accounts.forms.NewPasskeyForm",
    "edit_webauthn": "qiaoliang.base.accounts.forms.PasskeyNameForm",
}

SESSION_ENGINE = "qiaoliang.base.accounts.sessions"
SESSION_COOKIE_AGE = 3600 * int(setting("SESSION_HOURS", "12"))
SESSION_IDLE = 60 * int(setting("SESSION_IDLE_MINUTES", "60"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "qiaoliang.base.access.hats.refused"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
FILE_UPLOAD_HANDLERS = ["qiaoliang.base.attachments.uploads.InMemoryHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12

#: what this floor looks at in ``qiaoliang check``; the others register their own
CHECKS = ["qiaoliang.project.checks"]

LOG_FOLDER = Path(data_folder()) / "log"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
