"""The addresses of signing in and of one's own account.

They are named one by one, under the names by which the library finds them: what nobody uses here (signing up, more
e-mail addresses, codes by mail) has no address at all.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.decorators.http import require_POST

from agreements.views.accounts import account_page, confirm_by_key, login, sessions_end
from agreements.views.city import city_callback, city_login
from agreements.views.sessions import session

logout = require_POST(account.logout)

urlpatterns = [
    path("login/", login, name="login"),
    path("login/", login, name="account_login"),
    path("logout/", logout, name="logout"),
    path("logout/", logout, name="account_logout"),
    path("login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("login/<slug:provider_id>/", city_login, name="openid_connect_login"),
    path("login/<slug:provider_id>/callback/", city_callback, name="openid_connect_callback"),
    path("password/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/new/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # The key has hyphens of its own: who it is for ends at the first one.
    re_path(
        r"^password/(?P<uidb36>[0-9a-zA-Z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("session/", session, name="session"),
    path("account/", account_page, name="account"),
    path("account/", account_page, name="mfa_index"),
    path("account/", account_page, name="mfa_list_webauthn"),
    path("account/sessions/", sessions_end, name="account-sessions-end"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/key/", confirm_by_key, name="mfa_reauthenticate_webauthn"),
    path("account/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
