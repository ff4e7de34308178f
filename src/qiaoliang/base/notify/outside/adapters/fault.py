"""How a way out says that a message did not go."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

#: what Python calls it → what it means to whoever looks after the way out
_MEANS = {
    "ConnectionRefusedError": gettext_noop(
        "Nobody answers at this address and port. Check both, and whether the service runs."
    ),
    "TimeoutError": gettext_noop("No answer in time. Check the address, and whether a firewall is in between."),
    "gaierror": gettext_noop("There is no such server name. Check how it is spelled."),
    "SMTPServerDisconnected": gettext_noop("The mail server ended the conversation. Check port and encryption."),
    "SSLError": gettext_noop("The encryption did not come about. Check port and encryption."),
    "SSLCertVerificationError": gettext_noop("The server's certificate is not trusted here."),
    "ConnectionResetError": gettext_noop("The server ended the conversation. Check port and encryption."),
    "URLError": gettext_noop("The service could not be reached. Check the address and the network."),
    "channel closed": gettext_noop("This way out is switched off."),
    "no address any more": gettext_noop("The person has no address for this way any more."),
}


def in_words(why: str) -> str:
    """``why`` of a message that did not go, for a reader: codes of a service stay as they are, so that one can look them up."""
    return _(_MEANS[why]) if why in _MEANS else why


class NotSent(Exception):
    """``why`` is short, in figures and codes, without addresses or words of people; ``answer`` all the server said, for the
    test page alone; ``final``: another try would end alike."""

    def __init__(self, why: str, answer: str = "", *, final: bool = False) -> None:
        super().__init__(why)
        self.why, self.answer, self.final = why[:200], answer[:2000], final
