"""Accounts: log-in by mailed code, a second factor for those who need one, no password."""

from datetime import timedelta

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
LOGIN_URL = "/compte/connexion/"
LOGIN_REDIRECT_URL = "/compte/"

# Sessions live in Valkey, which keeps nothing on disk, under a digest of the cookie.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# The code proves the address, so that allauth's table of addresses stays empty.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 2
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# "ip" is the network prefix (`AccountAdapter.get_client_ip`): a whole meeting may share it.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,5/10m/key,20/d/key",
    "login_failed": "60/m/ip,10/5m/key",
}

MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp"]
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_TOLERANCE = 1
# Asked for at each log-in, which lasts 12 hours at most.
MFA_REAUTHENTICATION_REQUIRED = False
