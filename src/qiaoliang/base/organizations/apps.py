from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "qiaoliang.base.organizations"
    label = "organizations"

    def ready(self) -> None:
        from qiaoliang.base.asking import stamps
        from qiaoliang.base.audit import registry
        from qiaoliang.base.organizations import checks, finding, jobs, models, queries  # noqa: F401  (jobs registers its handler)

        stamps.watch(models.Organization, models.Alias, models.Naming, models.Link, models.Closure)
        stamps.watch(models.Person, models.Post, models.Membership, models.Deputy)
        checks.fill()
        registry.register("organization", _("organisation"), queries.organization_names)
        registry.register("post", _("post"), queries.post_names)
        registry.register("person", _("person"), queries.person_names)
        registry.register("account", registry.label("account").word, queries.names_of_accounts)
        registry.register("membership", _("term in a post"))
        ends = {"end": _("last day"), "end_reason": _("why it ended")}
        registry.say_codes(
            {
                "aliases": _("other names"),
                "code": _("code"),
                "name": _("name of the unit"),
                "kind": _("kind of the unit"),
                "dissolved": _("date of dissolution"),
                "end_reason": _("why it ended"),
                "founded": _("date of founding"),
                "name_en": _("English name"),
                "parent": _("unit above"),
                "short_name": _("short name"),
            },
            "organization",
        )
        registry.say_codes(
            {
                "title": _("name of the post"),
                "title_en": _("English name of the post"),
                "headcount": _("number of seats"),
                "rank": _("place in the order"),
                "grade": _("grade"),
                **ends,
            },
            "post",
        )
        registry.say_codes({"name": _("name of the person")}, "person")
        registry.say_codes(ends, "membership", "grant", "deputy")
        registry.register("deputy", _("deputy"))
        registry.found_by_name(finding.accounts_of_people)
        registry.say(
            organization__found=_("founded an organisation"),
            organization__rename=_("renamed an organisation"),
            organization__alias=_("added another name of an organisation"),
            organization__alias_dropped=_("took another name of an organisation away"),
            organization__dissolve=_("dissolved an organisation"),
            organization__link=_("put an organisation under another"),
            organization__unlink=_("took an organisation out from under another"),
            post__establish=_("established a post"),
            post__change=_("changed a post"),
            post__abolish=_("abolished a post"),
            person__register=_("registered a person"),
            person__connect=_("connected a person with an account"),
            membership__appoint=_("appointed someone to a post"),
            membership__join=_("entered someone as a member"),
            deputy__name=_("named a deputy"),
            deputy__end=_("ended a deputy's time"),
            membership__relieve=_("ended someone's term"),
            membership__hand_over=_("handed over what somebody had open"),
        )
