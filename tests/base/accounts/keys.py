"""A passkey as a device would have made it, put beside an account."""

from hashlib import sha256

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData


def passkey(account, name="办公室电脑"):
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    known = AttestedCredentialData.create(Aaguid(bytes(16)), account.pk.bytes, key)
    data = AuthenticatorData.create(sha256(b"localhost").digest(), 0x45, 0, known)
    response = {
        "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"AA","origin":"https://localhost"}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    one = websafe_encode(account.pk.bytes)
    credential = {"type": "public-key", "id": one, "rawId": one, "response": response, "clientExtensionResults": {}}
    return Authenticator.objects.create(user=account, type="webauthn", data={"name": name, "credential": credential})
