"""Real servers on loopback: SMTP with STARTTLS and a log-in, and HTTP. What they were sent is kept; they answer as told."""

from __future__ import annotations

import base64
import http.server
import json
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder):
    """(file with key and certificate, file with the certificate alone) for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime.now(UTC) + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    cert = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both, alone = folder / "both.pem", folder / "cert.pem"
    both.write_bytes(secret + cert)
    alone.write_bytes(cert)
    return both, alone


class Smtp:
    """RFC 5321 as far as a client needs it; ``answers`` maps a command to what it is told instead."""

    def __init__(self, pem):
        self.pem, self.letters, self.answers, self.secret = pem, [], {}, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
        self.listener.close()
        self.thread.join(10)

    def _serve(self):
        while True:
            try:
                peer, _address = self.listener.accept()
            except OSError:
                return
            try:
                self._talk(peer)
            except (OSError, ValueError):
                pass
            finally:
                peer.close()

    def _talk(self, peer):
        file, private = peer.makefile("rwb"), False

        def say(text):
            file.write(f"{text}\r\n".encode())
            file.flush()

        say("220 ready")
        while line := file.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word in self.answers:
                say(self.answers[word])
            elif word == "EHLO":
                say("250-here")
                say("250-AUTH PLAIN" if private else "250-STARTTLS")
                say("250 8BITMIME")
            elif word == "STARTTLS":
                say("220 go")
                trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                trust.load_cert_chain(self.pem)
                peer = trust.wrap_socket(peer, server_side=True)
                file, private = peer.makefile("rwb"), True
            elif word == "AUTH":
                self.secret.append(base64.b64decode(line.split(" ")[2]).decode())
                say("235 in" if self.secret[-1] == "\0desk\0rightpass" else "535 wrong")
            elif word == "DATA":
                say("354 go")
                data = b""
                while (part := file.readline()) != b".\r\n":
                    data += part
                self.letters.append(message_from_bytes(data, policy=policy.default))
                say("250 kept")
            elif word == "QUIT":
                say("221 bye")
                peer.close()
                return
            else:
                say("250 ok")


class Web:
    """Keeps (path, headers, JSON body) of every POST; ``answer`` is (status, headers, body)."""

    def __init__(self):
        self.posts, self.answer = [], (200, {}, '{"errcode": 0, "code": 0}')
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.posts.append((self.path, dict(self.headers), json.loads(body)))
                status, headers, text = outer.answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_all):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)


@contextmanager
def running(server):
    try:
        yield server
    finally:
        server.close()
