"""Which kind of device somebody came from, as its owner would say it. What a browser sends of itself is read once, at the
log-in, and not kept: only two words of the lists below are."""

from __future__ import annotations

from django.utils.translation import gettext as _

#: piece of what the browser sends → its name; the first that fits, because most also call themselves Chrome and Safari
_BROWSERS = (
    ("MicroMessenger", "wechat"),
    ("DingTalk", "dingtalk"),
    ("QQBrowser", "qq"),
    ("Huawei", "huawei"),
    ("360SE", "360"),
    ("360EE", "360"),
    ("Edg", "edge"),
    ("Firefox", "firefox"),
    ("Chrome", "chrome"),
    ("Safari", "safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "harmony"),
    ("OpenHarmony", "harmony"),
    ("Android", "android"),
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Windows", "windows"),
    ("Mac OS", "mac"),
    ("Linux", "linux"),
)


def read(sent: str) -> str:
    """The code of a device from what its browser sends (User-Agent): "edge-windows", "wechat-android", "" of nothing known."""
    browser = next((name for piece, name in _BROWSERS if piece in sent), "")
    system = next((name for piece, name in _SYSTEMS if piece in sent), "")
    return f"{browser}-{system}" if browser or system else ""


def words(code: str) -> str:
    """The device in the reader's language."""
    browser, _dash, system = code.partition("-")
    with_system, with_browser = _systems().get(system, ""), _browsers().get(browser, "")
    if with_system and with_browser:
        return _("%(browser)s on %(system)s") % {"browser": with_browser, "system": with_system}
    return with_system or with_browser or _("a device that does not say what it is")


def _browsers() -> dict[str, str]:
    return {
        "wechat": _("WeChat"),
        "dingtalk": _("DingTalk"),
        "qq": _("QQ Browser"),
        "huawei": _("Huawei Browser"),
        "360": _("360 Browser"),
        "edge": "Edge",
        "firefox": "Firefox",
        "chrome": "Chrome",
        "safari": "Safari",
    }


def _systems() -> dict[str, str]:
    return {
        "harmony": _("a HarmonyOS device"),
        "android": _("an Android phone"),
        "iphone": "iPhone",
        "ipad": "iPad",
        "windows": _("a Windows computer"),
        "mac": _("a Mac"),
        "linux": _("a Linux computer"),
    }
