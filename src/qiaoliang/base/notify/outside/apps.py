from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutsideConfig(AppConfig):
    name = "qiaoliang.base.notify.outside"
    label = "outside"
    verbose_name = _("Telling outside")

    def ready(self) -> None:
        from qiaoliang.base.audit import registry
        from qiaoliang.base.notify.outside import jobs  # noqa: F401  (registers its handlers)
        from qiaoliang.base.notify.outside.models import Channel
        from qiaoliang.ui.navigation import Item, register

        registry.register("channel", _("Way out"), lambda ids: dict(Channel.objects.filter(pk__in=ids).values_list("pk", "name")))  # fmt: skip
        registry.register("way", _("How somebody is told"))
        registry.register("message", _("Message"))
        registry.group("outside", "channel")
        registry.say(
            outside__add=_("opened a way out for messages"),
            outside__change=_("changed a way out for messages"),
            outside__close=_("closed a way out for messages"),
            outside__trial=_("sent a test"),
            outside__again=_("had a message sent again"),
            outside__choose=_("chose how to be told"),
        )
        registry.say_codes(
            {
                "site": _("Address of this site, for the link"), "host": _("Mail server"), "port": _("Port"),
                "security": _("Security of the connection"), "user": _("Log-in name at the server"),
                "password": _("Password at the server"), "sender": _("Sender's address"),
                "address": _("Address of the robot or gateway"), "secret": _("Secret for the signature"),
                "success": _("Word in an answer of success"), "rhythm": _("How soon"), "mail": _("By e-mail"),
                "sms": _("By text message"),
            },
            "channel",
            "way",
        )  # fmt: skip
        register(
            Item(
                key="channels",
                audience="desk",
                label=_("Messages outside"),
                icon="send",
                url="outside:channels",
                order=825,
                group=_("Trust"),
                permitted=lambda request: request.actor.may("channels.configure"),  # type: ignore[attr-defined]
            )
        )
