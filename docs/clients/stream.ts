/**
 * Sends raw sound (16 kHz, 16-bit little-endian, one channel) from standard input to an Undertone server and
 * prints what it sounds like. Node 24, no package needed:
 *
 *   UNDERTONE_TOKEN=… node docs/clients/stream.ts < speech.raw
 */
const url = process.env.UNDERTONE_URL ?? "ws://127.0.0.1:4173/api/v1/stream";
const socket = new WebSocket(url);

socket.onopen = () =>
	socket.send(
		JSON.stringify({ type: "start", token: process.env.UNDERTONE_TOKEN, sampleRate: 16000, ownVoice: true }),
	);
socket.onmessage = async ({ data }) => {
	const event = JSON.parse(String(data));
	process.stdout.write(`${JSON.stringify(event)}\n`);
	if (event.type === "error") process.exitCode = 1;
	if (event.type !== "ready") return;
	for await (const chunk of process.stdin) socket.send(chunk);
	socket.send(JSON.stringify({ type: "stop" }));
};
socket.onerror = () => {
	process.stderr.write(`No connection to ${url}.\n`);
	process.exitCode = 1;
};
