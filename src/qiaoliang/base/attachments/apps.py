from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "qiaoliang.base.attachments"
    label = "attachments"

    def ready(self) -> None:
        from qiaoliang.base.attachments import chores  # noqa: F401  (registers its handlers)
        from qiaoliang.base.audit import registry

        registry.register("attachment", _("attached file"))
        registry.say(
            attachment__add=_("added a file"),
            attachment__copy=_("copied a file"),
            attachment__move=_("handed a file over"),
            attachment__remove=_("removed a file"),
        )
