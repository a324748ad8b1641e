"""A web service for tests: prints each request as a line of JSON and answers as it is told.

usage: service.py ANSWERS [WEBHOOK-SECRET]

ANSWERS is a JSON list of `[status, fields, content]`; the last one is given to every further request. With a secret, each line says
whether the request is a webhook that the `standardwebhooks` library takes for genuine.
"""
import http.server
import json
import sys

answers = json.loads(sys.argv[1])
secret = sys.argv[2] if len(sys.argv) > 2 else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        said = {"path": self.path, "fields": {name.lower(): value for name, value in self.headers.items()}, "content": content}
        if secret:
            said["genuine"] = self.is_genuine(content)
        print(json.dumps(said), flush=True)
        status, fields, answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        for name, value in (fields | {"content-length": len(answer)}).items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(answer.encode())

    def is_genuine(self, content):
        import standardwebhooks
        try:
            standardwebhooks.Webhook(secret).verify(content, dict(self.headers.items()))
            return True
        except standardwebhooks.WebhookVerificationError:
            return False

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print("port", server.server_address[1], flush=True)
server.serve_forever()
