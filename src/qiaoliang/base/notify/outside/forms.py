"""The forms of channels and of a person's choice. A secret is typed, never shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import typed
from qiaoliang.base.notify.outside import sealing
from qiaoliang.base.notify.outside.choices import GROUPS, Kind, Rhythm, Security
from qiaoliang.base.notify.outside.models import Channel, Way
from qiaoliang.base.organizations import finding

_HOST = RegexValidator(r"^[A-Za-z0-9.\-:\[\]]+$", _("Type the server's name alone, without http:// or spaces."))
_PHONE = RegexValidator(r"^1[3-9]\d{9}$", _("A mobile number has 11 digits and begins with 13 to 19."))


def _secret(label: Any, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "new-password"}, render_value=False)
    return forms.CharField(label=label, required=False, max_length=500, widget=widget, **more)


class ChannelForm(forms.Form):
    """Of these fields a kind has those it needs."""

    name = forms.CharField(label=_("What we call it"), max_length=60)
    site = forms.URLField(
        label=_("Address of this site, for the link"), max_length=200, assume_scheme="https",
        error_messages={"invalid": _("Type the whole address, such as https://example.gov.cn.")},
    )  # fmt: skip
    host = forms.CharField(label=_("Mail server"), max_length=120, validators=[_HOST])
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)
    security = forms.ChoiceField(label=_("Security of the connection"), choices=Security.choices, initial=Security.TLS)
    user = forms.CharField(label=_("Log-in name at the server"), required=False, max_length=120)
    password = _secret(_("Password at the server"))
    sender = forms.EmailField(label=_("Sender's address"), error_messages={"invalid": _("This is no e-mail address. Check for the @ and for spaces.")})  # fmt: skip
    unit = forms.CharField(label=_("Unit whose group it is"), max_length=80)
    address = _secret(
        _("Address of the robot or gateway"), help_text=_("As the service shows it, beginning with https://.")
    )
    secret = _secret(_("Secret for the signature"), help_text=_("If the robot has one. WeCom has none."))
    success = forms.CharField(label=_("Word in an answer of success"), required=False, max_length=40)
    rhythm = forms.ChoiceField(label=_("How soon"), choices=Rhythm.choices, initial=Rhythm.SOON)

    def __init__(self, data: Any, channel: Channel, site: str) -> None:
        self.channel = channel
        kept = {**channel.settings, "name": channel.name} if not channel._state.adding else {"site": site}
        if channel.organization is not None:
            kept["unit"] = channel.organization.name
        super().__init__(data, initial=kept)
        for name in self.fields.keys() - FIELDS_OF[channel.kind]:
            del self.fields[name]
        if "address" in self.fields and channel._state.adding:
            self.fields["address"].required = True
            self.fields["address"].error_messages["required"] = _("Paste the address that the service shows.")
        if not channel._state.adding:
            there = sealing.secrets(channel)
            for name in SECRETS & self.fields.keys() & {key for key, value in there.items() if value}:
                self.fields[name].help_text = _("One is kept. Leave it empty to keep it.")

    def clean_unit(self) -> Any:
        unit, near = finding.named(typed.seen(self.cleaned_data["unit"]))
        if unit is None:
            names = "；".join(one.value for one in near)
            raise forms.ValidationError(
                _("Which unit is it? %(near)s") % {"near": names} if near else _("No unit is called so. Type its name.")
            )
        return unit.pk

    def clean_address(self) -> str:
        return str(typed.seen(self.cleaned_data["address"])).strip()

    @property
    def settings(self) -> dict[str, str]:
        """What anybody may read."""
        kept = self.cleaned_data.items()
        return {name: str(value) for name, value in kept if name not in SECRETS and name not in ("name", "unit")}

    @property
    def secrets(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name in SECRETS}


SECRETS = {"password", "address", "secret"}
_GROUP = {"name", "site", "unit", "address", "secret", "rhythm"}
FIELDS_OF: dict[str, set[str]] = {
    Kind.MAIL: {"name", "site", "host", "port", "security", "user", "password", "sender"},
    Kind.SMS: {"name", "site", "address", "secret", "success"},
    **{kind: _GROUP - ({"secret"} if kind == Kind.WECOM else set()) for kind in GROUPS},
}


class TrialForm(forms.Form):
    """Where the test goes, for mail and text messages."""

    to = forms.CharField(label=_("Send the test to"), max_length=120)

    def __init__(self, data: Any, kind: str) -> None:
        super().__init__(data)
        if kind in GROUPS:
            del self.fields["to"]
        elif kind == Kind.MAIL:
            self.fields["to"] = forms.EmailField(label=self.fields["to"].label, error_messages={"invalid": _("This is no e-mail address. Check for the @ and for spaces.")})  # fmt: skip
        else:
            self.fields["to"].validators.append(_PHONE)


class WayForm(forms.Form):
    """How one wants to be told. Fields for ways that the house does not have are left out."""

    by_mail = forms.BooleanField(label=_("By e-mail"), required=False)
    mail = forms.EmailField(label=_("My e-mail address"), required=False, error_messages={"invalid": _("This is no e-mail address. Check for the @ and for spaces.")})  # fmt: skip
    by_sms = forms.BooleanField(label=_("By text message"), required=False)
    sms = forms.CharField(label=_("My mobile number"), required=False, validators=[_PHONE])
    rhythm = forms.ChoiceField(label=_("How soon"), choices=Rhythm.choices, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    quiet_to = forms.TimeField(label=_("Quiet to"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    rest = forms.BooleanField(label=_("Quiet on weekends and holidays, too"), required=False)

    def __init__(self, data: Any, way: Way, *, mail: bool, sms: bool) -> None:
        kept = sealing.secrets(way)
        initial = {
            "by_mail": way.mail, "by_sms": way.sms, "mail": kept.get("mail", ""), "sms": kept.get("sms", ""),
            "rhythm": way.rhythm, "quiet_from": way.quiet_from, "quiet_to": way.quiet_to, "rest": way.rest,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        for name in (() if mail else ("by_mail", "mail")) + (() if sms else ("by_sms", "sms")):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for wanted, where in (("by_mail", "mail"), ("by_sms", "sms")):
            if data.get(wanted) and not data.get(where) and where not in self.errors:
                self.add_error(where, _("Type where to, or take the tick away."))
        for here, other in (("quiet_from", "quiet_to"), ("quiet_to", "quiet_from")):
            if data.get(here) is None and data.get(other) is not None and here not in self.errors:
                self.add_error(here, _("Give both times, or leave both empty for no quiet hours."))
        return data
