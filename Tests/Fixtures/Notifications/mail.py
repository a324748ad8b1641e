"""A mail server for tests, aiosmtpd: prints what it takes as lines of JSON.

usage: mail.py implicit|starttls|none CERTIFICATE KEY [OPTION...]

Takes the user `bot` with the password `s3cret`. The options: `login` has passwords sent by AUTH LOGIN only; `refuse` refuses the recipient
`nobody@example.org`; `busy` answers every message with 451.
"""
import asyncio
import email
import email.policy
import json
import logging
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

encryption, certificate, key, *options = sys.argv[1:]
logging.disable()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if "refuse" in options and address.startswith("nobody"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "busy" in options:
            return "451 4.3.0 try again later"
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        print(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "subject": message["subject"],
            "fields": {name.lower(): value for name, value in message.items()}, "text": message.get_content().replace("\r\n", "\n"),
            "defects": [str(defect) for defect in message.defects], "encrypted": session.ssl is not None or encryption == "implicit",
            "user": session.auth_data.decode() if session.auth_data else None,
            "longest": max(map(len, envelope.original_content.split(b"\r\n"))),
        }), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    if isinstance(data, LoginPassword) and data == LoginPassword(b"bot", b"s3cret"):
        return AuthResult(success=True, auth_data=data.login)
    return AuthResult(success=False, handled=False)


def make_context():
    if encryption == "none":
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def main():
    loop = asyncio.get_running_loop()
    context = make_context()
    starts = encryption == "starttls"

    def make_session():
        return SMTP(
            Handler(), loop=loop, authenticator=authenticate, auth_require_tls=starts,
            auth_exclude_mechanism=["PLAIN"] if "login" in options else [], require_starttls=starts,
            tls_context=context if starts else None)

    server = await loop.create_server(
        make_session, "127.0.0.1", 0, ssl=context if encryption == "implicit" else None)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
