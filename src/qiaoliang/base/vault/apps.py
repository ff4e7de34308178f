from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: why contact data was erased
ERASED = {"request": _("at the person's request"), "retention": _("the time it is kept was over")}


class VaultConfig(AppConfig):
    name = "qiaoliang.base.vault"
    label = "vault"

    def ready(self) -> None:
        from qiaoliang.base.audit import registry
        from qiaoliang.base.vault import chores  # noqa: F401  (registers its handlers)
        from qiaoliang.base.vault.choices import RevealReason
        from qiaoliang.ui.navigation import Item, register

        registry.register("contact", _("contact data"))
        registry.say(
            contact__store=_("sealed contact data"),
            contact__correct=_("corrected contact data"),
            contact__reveal=_("opened contact data"),
            contact__reveal_words=_("read masked words"),
            contact__erase=_("erased contact data"),
        )
        registry.say_codes(
            {
                "name": pgettext_lazy("contact field", "name"),
                "phone": pgettext_lazy("contact field", "telephone number"),
                "address": pgettext_lazy("contact field", "address"),
                "words": pgettext_lazy("contact field", "masked words"),
            },
            "contact",
        )
        for action in ("contact.reveal", "contact.reveal_words"):
            registry.say_reasons(action, lambda code: dict(RevealReason.choices).get(code, ""))
        registry.say_reasons("contact.erase", lambda code: ERASED.get(code, ""))
        register(
            Item(
                key="reveals",
                audience="desk",
                label=_("Contact data opened"),
                short=_("Who looked"),
                icon="eye",
                url="vault:reveals",
                go="v",
                order=820,
                group=_("Trust"),
                permitted=lambda request: request.actor.may("vault.review"),  # type: ignore[attr-defined]
            )
        )
