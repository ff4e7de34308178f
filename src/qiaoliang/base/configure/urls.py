from django.urls import path

from qiaoliang.base.configure.views import catalog, files, holidays, setup

app_name = "configure"

urlpatterns = [
    path("desk/catalog", catalog.index, name="catalog"),
    path("desk/catalog/versions", catalog.versions, name="versions"),
    path("desk/catalog/versions/<int:number>", catalog.version, name="version"),
    path("desk/catalog/versions/<int:number>/withdraw", catalog.take_back, name="take_back"),
    path("desk/catalog/new/<slug:table>", catalog.new, name="new"),
    path("desk/catalog/edit/<slug:table>/<path:key>", catalog.edit, name="edit"),
    path("desk/catalog/withdraw/<slug:table>/<path:key>", catalog.withdraw, name="withdraw"),
    path("desk/catalog/file", files.export, name="export"),
    path("desk/catalog/import", files.load, name="import"),
    path("desk/setup", setup.load, name="setup"),
    path("desk/setup/file", setup.export, name="setup_export"),
    path("desk/holidays", holidays.index, name="holidays"),
    path("desk/holidays/enter", holidays.load, name="holidays_load"),
]
