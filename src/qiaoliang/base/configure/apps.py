from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigureConfig(AppConfig):
    name = "qiaoliang.base.configure"
    label = "configure"

    def ready(self) -> None:
        from qiaoliang.base.access.navigation import may
        from qiaoliang.base.audit import registry as audit
        from qiaoliang.ui.navigation import Item, register

        audit.register("catalogversion", _("version of the catalogue"))
        audit.say(
            catalog__load=_("loaded a catalogue"),
            catalog__change=_("changed the catalogue"),
            catalog__take_back=_("withdrew a planned version of the catalogue"),
            workdays__load=_("loaded days off"),
        )
        audit.register("calendarversion", _("version of the calendar"))
        register(
            Item(
                key="catalog",
                audience="desk",
                label=_("Catalogue"),
                icon="sliders",
                url="configure:catalog",
                go="k",
                order=910,
                group=_("Administration"),
                permitted=may("catalog.configure"),
            )
        )
        register(
            Item(
                key="holidays",
                audience="desk",
                label=_("Days off"),
                icon="calendar",
                url="configure:holidays",
                go="y",
                order=920,
                group=_("Administration"),
                permitted=may("workdays.configure"),
            )
        )
