#!/usr/bin/env python3
"""Sends raw sound (16 kHz, 16-bit little-endian, one channel) from standard input to an Undertone server and
prints what it sounds like, one line of JSON an event. Only Python's standard library:

    UNDERTONE_TOKEN=... python3 docs/clients/stream.py < speech.raw
"""
import base64, hashlib, json, os, socket, ssl, struct, sys, threading
from urllib.parse import urlsplit

url = urlsplit(os.environ.get("UNDERTONE_URL", "ws://127.0.0.1:4173/api/v1/stream"))
secure = url.scheme == "wss"
connection = socket.create_connection((url.hostname, url.port or (443 if secure else 80)))
if secure:
    connection = ssl.create_default_context().wrap_socket(connection, server_hostname=url.hostname)
reader = connection.makefile("rb")

# The handshake (RFC 6455, section 4).
key = base64.b64encode(os.urandom(16)).decode()
connection.sendall((f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
status, accepted = reader.readline().decode().strip(), ""
while line := reader.readline().decode().strip():
    if line.lower().startswith("sec-websocket-accept:"):
        accepted = line.split()[-1]
digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
if " 101 " not in status or accepted != base64.b64encode(digest).decode():
    sys.exit(f"No WebSocket at {url.geturl()}: {status}")


def send(payload: bytes, opcode: int) -> None:
    """One masked frame (section 5.2); opcode 1 is text, 2 is binary, 8 closes, 10 answers a ping."""
    n = len(payload)
    length = bytes([0x80 | n]) if n < 126 else struct.pack("!BH", 0xFE, n) if n < 65536 else struct.pack("!BQ", 0xFF, n)
    mask = os.urandom(4)
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes((mask * (n // 4 + 1))[:n], "big")).to_bytes(n, "big")
    connection.sendall(bytes([0x80 | opcode]) + length + mask + masked)


def receive() -> tuple[int, bytes]:
    """The next frame's opcode and payload; the server sends short messages, each in one frame."""
    first, second = reader.read(2)
    n = second & 0x7F
    if n >= 126:
        n = int.from_bytes(reader.read(2 if n == 126 else 8), "big")
    return first & 0x0F, reader.read(n)


def send_sound() -> None:
    while chunk := sys.stdin.buffer.read(3200):
        send(chunk, 2)
    send(json.dumps({"type": "stop"}).encode(), 1)


send(json.dumps({"type": "start", "token": os.environ.get("UNDERTONE_TOKEN"), "sampleRate": 16000, "ownVoice": True}).encode(), 1)
failed = False
while True:
    opcode, payload = receive()
    if opcode == 8:
        break
    if opcode == 9:
        send(payload, 10)  # a ping, answered
    if opcode != 1:
        continue
    event = json.loads(payload)
    print(json.dumps(event), flush=True)
    failed = failed or event["type"] == "error"
    if event["type"] == "ready":
        threading.Thread(target=send_sound, daemon=True).start()
sys.exit(1 if failed else 0)
