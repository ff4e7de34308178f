"""Every address. A route without a declared audience is refused (base/access)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from qiaoliang.base.access.routes import public
from qiaoliang.project import home
from qiaoliang.ui.urls import urlpatterns as looks

# ui stands below access and cannot say it itself: language, large text and the components' page are for everybody
for look in looks:
    public(look.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("qiaoliang.work.cases.urls")),
    path("desk/", home.start, name="start"),
    path("", include("qiaoliang.work.cases.briefs.urls")),
    path("", include("qiaoliang.work.cases.bulk.urls")),
    path("", include("qiaoliang.work.cases.exports.urls")),
    path("", include("qiaoliang.work.cases.imports.urls")),
    path("", include("qiaoliang.work.cases.keeping.urls")),
    path("", include("qiaoliang.work.cases.mydata.urls")),
    path("", include("qiaoliang.work.cases.publishing.urls")),
    path("", include("qiaoliang.work.cases.saved.urls")),
    path("", include("qiaoliang.work.cases.sorting.urls")),
    path("", include("qiaoliang.base.access.entrance")),
    path("", include("qiaoliang.base.access.urls")),
    path("", include("qiaoliang.base.attachments.urls")),
    path("", include("qiaoliang.base.audit.urls")),
    path("", include("qiaoliang.base.configure.urls")),
    path("", include("qiaoliang.base.health.urls")),
    path("", include("qiaoliang.base.jobs.urls")),
    path("", include("qiaoliang.base.notify.outside.urls")),
    path("", include("qiaoliang.base.notify.urls")),
    path("", include("qiaoliang.base.vault.urls")),
    path("", include("qiaoliang.ui.urls")),
]

handler400 = "qiaoliang.ui.errors.bad_request"
handler403 = "qiaoliang.ui.errors.forbidden"
handler404 = "qiaoliang.ui.errors.not_found"
handler500 = "qiaoliang.ui.errors.broken"
handler429 = "qiaoliang.ui.errors.too_many"  # asked for by allauth
