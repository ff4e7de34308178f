from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "qiaoliang.base.organizations"
    label = "organizations"

    def ready(self) -> None:
        from qiaoliang.base.audit import registry
        from qiaoliang.base.organizations import jobs, queries  # noqa: F401  (jobs registers its handler)

        registry.register("organization", _("organisation"), queries.organization_names)
        registry.register("post", _("post"), queries.post_names)
        registry.register("person", _("person"), queries.person_names)
        registry.register("membership", _("term in a post"))
        registry.say_codes(
            {
                "aliases": _("other names"),
                "code": _("code"),
                "dissolved": _("date of dissolution"),
                "end": _("last day"),
                "end_reason": _("why it ended"),
                "founded": _("date of founding"),
                "headcount": _("number of seats"),
                "name_en": _("English name"),
                "parent": _("unit above"),
                "short_name": _("short name"),
            }
        )
        registry.say(
            organization__found=_("founded an organisation"),
            organization__rename=_("renamed an organisation"),
            organization__alias=_("added another name of an organisation"),
            organization__dissolve=_("dissolved an organisation"),
            organization__link=_("put an organisation under another"),
            organization__unlink=_("took an organisation out from under another"),
            post__establish=_("established a post"),
            post__abolish=_("abolished a post"),
            person__register=_("registered a person"),
            person__connect=_("connected a person with an account"),
            membership__appoint=_("appointed someone to a post"),
            membership__join=_("entered someone as a member"),
            membership__relieve=_("ended someone's term"),
        )
