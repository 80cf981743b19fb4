/**
 * Responds to a voice: reads raw sound (16 kHz, 16-bit little-endian, one channel) from standard input, has an
 * Undertone server listen to it, and says something when a label has kept a score for so many seconds. Node 24, no
 * package needed:
 *
 *   arecord -q -f S16_LE -r 16000 -c 1 -t raw | UNDERTONE_TOKEN=… node docs/clients/respond.ts angry:0.6:3 "Take a breath."
 */
const [when = "angry:0.6:3", words = "Take a breath."] = process.argv.slice(2);
const [label, score, seconds] = when.split(":");
const socket = new WebSocket(process.env.UNDERTONE_URL ?? "ws://127.0.0.1:4173/api/v1/stream");

socket.onopen = () =>
	socket.send(
		JSON.stringify({
			type: "start",
			token: process.env.UNDERTONE_TOKEN,
			sampleRate: 16000,
			ownVoice: true,
			conditions: [{ label, score: Number(score), seconds: Number(seconds) }],
		}),
	);
socket.onmessage = async ({ data }) => {
	const event = JSON.parse(String(data));
	// The server tells once, and again only after it has been otherwise: here goes what shall happen.
	if (event.type === "condition") process.stdout.write(`\u0007${words}\n`);
	if (event.type === "error") {
		process.stderr.write(`${event.message}\n`);
		process.exitCode = 1;
	}
	if (event.type !== "ready") return;
	for await (const chunk of process.stdin) socket.send(chunk);
	socket.send(JSON.stringify({ type: "stop" }));
};
socket.onerror = () => {
	process.stderr.write(`No connection to ${socket.url}.\n`);
	process.exitCode = 1;
};
