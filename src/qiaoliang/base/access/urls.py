from django.urls import path

from qiaoliang.base.access.views import accounts, bringing, deputies, factors, grants, listed, organizations, own

app_name = "access"

urlpatterns = [
    path("desk/rights", own.rights, name="rights"),
    path("desk/hat", own.hat, name="hat"),
    path("desk/who-may", listed.index, name="who_may"),
    path("desk/who-may.xlsx", listed.table, name="who_may_table"),
    path("desk/deputies", deputies.index, name="deputies"),
    path("desk/deputies/<uuid:deputy_id>/end", deputies.end, name="deputy_end"),
    path("desk/organizations", organizations.index, name="organizations"),
    path("desk/organizations/<uuid:organization_id>", organizations.show, name="organization"),
    path("desk/terms/<uuid:membership_id>/end", organizations.leave, name="leave"),
    path("desk/accounts", accounts.index, name="accounts"),
    path("desk/accounts/import", bringing.index, name="accounts_import"),
    path("desk/accounts/import/begin", bringing.begin, name="accounts_import_begin"),
    path("desk/accounts/new", accounts.new, name="account_new"),
    path("desk/accounts/<uuid:account_id>", accounts.show, name="account"),
    path("desk/accounts/<uuid:account_id>/password", accounts.reset, name="account_reset"),
    path("desk/accounts/<uuid:account_id>/sessions", accounts.end_sessions, name="account_sessions"),
    path("desk/accounts/<uuid:account_id>/close", accounts.close, name="account_close"),
    path("desk/accounts/<uuid:account_id>/reopen", accounts.reopen, name="account_reopen"),
    path("desk/accounts/<uuid:account_id>/second-factor", accounts.without_factor, name="account_without_factor"),
    path("desk/second-factors", factors.index, name="factors"),
    path("desk/second-factors/<uuid:removal_id>", factors.decide, name="factor_decide"),
    path("desk/grants", grants.index, name="grants"),
    path("desk/grants/new", grants.new, name="grant_new"),
    path("desk/grants/<uuid:grant_id>/end", grants.end, name="grant_end"),
]
