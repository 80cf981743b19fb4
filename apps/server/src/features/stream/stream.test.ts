import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StreamEvent, streamEventSchema } from "@undertone/api";
import { decodeAudio, encodeWav } from "@undertone/audio";
import { linearModelFile } from "@undertone/recognize/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-stream-"));
const fixture = join(import.meta.dirname, "../../../../../packages/recognize/fixtures/two-phrases.wav");
/** Seconds. */
const maxDuration = 20;
let server: TestServer;
let base: string;
let pcm: Buffer;
beforeAll(async () => {
	const model = join(folder, "model.onnx");
	const weights = { happy: { f0_mean: 1 } };
	const mean = (name: string) => (name === "f0_mean" ? 23.5 : 0);
	writeFileSync(model, linearModelFile({ labels: ["neutral", "happy"], weights, mean }));
	server = await startTestServer({ model, maxDuration });
	base = await server.app.listen({ port: 0, host: "127.0.0.1" });
	pcm = (await readFile(fixture)).subarray(44);
}, 60_000);
afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true, force: true });
});

const newToken = async (): Promise<string> => {
	const user = await server.register();
	const payload = { name: "stream" };
	const created = await user.request({ method: "POST", url: "/api/v1/account/tokens", payload });
	return created.json().token;
};

/** Sends messages (a number waits so many milliseconds) and gathers everything that comes back until the server closes. */
async function talk(
	messages: readonly (string | Buffer | number)[],
	headers: Record<string, string> = {},
): Promise<StreamEvent[]> {
	const socket = new WebSocket(`${base.replace("http", "ws")}/api/v1/stream`, { headers });
	const events: StreamEvent[] = [];
	await new Promise<void>((resolve, reject) => {
		socket.on("error", reject);
		socket.on("close", () => resolve());
		socket.on("open", () => {
			socket.send(messages[0] as string | Buffer);
			if (messages.length === 1 && headers.impatient !== undefined) socket.close();
		});
		const sendAll = async (): Promise<void> => {
			for (const message of messages.slice(1)) {
				if (typeof message === "number") await new Promise((wake) => setTimeout(wake, message));
				else socket.send(message);
			}
		};
		socket.on("message", (data) => {
			const event = streamEventSchema.parse(JSON.parse(String(data)));
			events.push(event);
			if (event.type === "ready") sendAll().catch(reject);
		});
	});
	return events;
}
const start = (more: object = {}) => JSON.stringify({ type: "start", sampleRate: 16_000, ...more });
const stop = JSON.stringify({ type: "stop" });
const chunks = (length: number): Buffer[] =>
	Array.from({ length: Math.ceil(pcm.length / length) }, (_, i) =>
		pcm.subarray(i * length, (i + 1) * length),
	);

describe("the stream", () => {
	it("says every half second what the voice sounds like, and tells when a condition comes true", async () => {
		const conditions = [{ label: "happy", score: 0.6, seconds: 0.5 }];
		const token = await newToken();
		const events = await talk([start({ token, conditions }), ...chunks(3200), stop]);
		expect(events[0]).toEqual({ type: "ready", model: "linear-test@1" });
		const windows = events.filter((event) => event.type === "window");
		const seconds = pcm.length / 32_000;
		expect(windows).toHaveLength(Math.floor(2 * seconds));
		expect(windows.find(({ end }) => end === 2)?.label).toBe("neutral");
		expect(windows.find(({ end }) => end === 5)?.label).toBe("happy");
		expect(windows.at(-1)?.dropped).toEqual({ seconds: 0, results: 0 });
		expect(events.filter((event) => event.type === "condition")).toMatchObject([{ label: "happy" }]);
		expect(events.at(-1)).toEqual({ type: "end", duration: pcm.length / 2 / 16_000 });
	});

	it("hears the same however the sound is cut, even within a sample", async () => {
		const windowsOf = async (length: number) =>
			(await talk([start({ token: await newToken() }), ...chunks(length), stop]))
				.filter((event) => event.type === "window")
				.map(({ end, label }) => ({ end, label }));
		expect(await windowsOf(777)).toEqual(await windowsOf(32_000));
	});

	it("hears the same in sound files of a stretch each, at any rate", async () => {
		const token = await newToken();
		const start = JSON.stringify({ type: "start", encoding: "files", token });
		const files = chunks(22_400).map((part) => {
			const samples = Float32Array.from(
				{ length: part.length / 2 },
				(_, i) => part.readInt16LE(2 * i) / 32_768,
			);
			return Buffer.from(encodeWav(samples, 16_000));
		});
		const labels = (events: readonly StreamEvent[]) =>
			events.flatMap((event) => (event.type === "window" ? [event.label] : []));
		const whole = await talk([start.replace('"encoding":"files",', ""), ...chunks(32_000), stop]);
		expect(labels(await talk([start, ...files, stop]))).toEqual(labels(whole));

		const opus = await readFile(join(fixture, "../../../audio/fixtures/speech-fixture.opus"));
		const heard = await talk([start, opus, stop]);
		const { sampleRate, duration } = await decodeAudio(opus);
		expect(sampleRate).not.toBe(16_000);
		const end = heard.at(-1);
		// The resampler keeps what it would need the next samples for.
		expect(end?.type === "end" ? Math.abs(end.duration - duration) : 1).toBeLessThan(0.02);
	});

	it("says that a chunk is no sound file", async () => {
		const start = JSON.stringify({ type: "start", encoding: "files", token: await newToken() });
		const events = await talk([start, Buffer.from("rubbish, rubbish, rubbish"), stop]);
		expect(events.at(-1)).toMatchObject({
			type: "error",
			message: expect.stringContaining("a chunk of the stream"),
		});
	});

	it("waits for sound that comes slowly", async () => {
		const socket = new WebSocket(`${base.replace("http", "ws")}/api/v1/stream`);
		const events: StreamEvent[] = [];
		const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
		socket.on("message", (data) => events.push(streamEventSchema.parse(JSON.parse(String(data)))));
		await new Promise((resolve) => socket.on("open", resolve));
		socket.send(start({ token: await newToken() }));
		await expect.poll(() => events[0]?.type, { timeout: 20_000 }).toBe("ready");
		for (const part of chunks(16_000).slice(0, 4)) {
			socket.send(part);
			await new Promise((resolve) => setTimeout(resolve, 700));
		}
		socket.send(stop);
		await closed;
		const windows = events.filter((event) => event.type === "window");
		expect(windows.map(({ end }) => end)).toEqual([0.5, 1, 1.5, 2]);
		expect(windows.at(-1)?.dropped).toEqual({ seconds: 0, results: 0 });
	});

	it("ends a stream in which nothing comes for half a minute", async () => {
		const socket = new WebSocket(`${base.replace("http", "ws")}/api/v1/stream`);
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		try {
			const said = new Promise<StreamEvent>((resolve) =>
				socket.on("message", (data) => resolve(streamEventSchema.parse(JSON.parse(String(data))))),
			);
			await new Promise((resolve) => socket.on("open", resolve));
			vi.advanceTimersByTime(31_000);
			expect(await said).toMatchObject({ type: "error", code: "stream-idle" });
		} finally {
			vi.useRealTimers();
			socket.terminate();
		}
	});

	it("takes a token in the header, and a session of the server's own page", async () => {
		const events = await talk([start(), stop], { authorization: `Bearer ${await newToken()}` });
		expect(events.map(({ type }) => type)).toEqual(["ready", "end"]);
		const { cookie } = await server.register();
		const page = await talk([start(), stop], { cookie, origin: base });
		expect(page.map(({ type }) => type)).toEqual(["ready", "end"]);
	});

	it("is refused to nobody's program, a wrong token, another site's page, and a cookie without an origin", async () => {
		expect(await talk([start()])).toMatchObject([{ type: "error", code: "not-logged-in" }]);
		expect(await talk([start({ token: "undertone_nonsense" })])).toMatchObject([{ code: "not-logged-in" }]);
		const { cookie } = await server.register();
		expect(await talk([start()], { cookie })).toMatchObject([{ code: "not-logged-in" }]);
		await expect(talk([start()], { cookie, origin: "https://evil.example" })).rejects.toThrow("403");
		await expect(talk([start()], { authorization: "Bearer undertone_wrong" })).rejects.toThrow("401");
	});

	it.each([
		["rubbish first", ["rubbish"]],
		["sound first", [Buffer.alloc(100)]],
		["another rate", [JSON.stringify({ type: "start", sampleRate: 44_100 })]],
	] as const)("says what is wrong with %s", async (_, messages) => {
		const headers = { authorization: `Bearer ${await newToken()}` };
		expect(await talk(messages, headers)).toMatchObject([{ type: "error", code: "invalid-request" }]);
	});

	it("says what is wrong with text in the middle, and with sound that comes too fast", async () => {
		const token = await newToken();
		const middle = await talk([start({ token }), "rubbish"]);
		expect(middle.at(-1)).toMatchObject({ type: "error", code: "invalid-request" });
		const flood = Array.from({ length: 40 }, () => Buffer.alloc(64_000));
		const fast = await talk([start({ token }), ...flood]);
		expect(fast.at(-1)).toMatchObject({ type: "error", code: "stream-too-fast" });
	});

	it("hears silence as silence, and ends a stream that is cut without harm to the next", async () => {
		const token = await newToken();
		const silence = await talk([start({ token }), Buffer.alloc(64_000), stop]);
		const reasons = silence.flatMap((event) => (event.type === "window" ? event.reasons : []));
		expect(new Set(reasons)).toEqual(new Set(["silence"]));
		for (let i = 0; i < 3; i++) await talk([start({ token })], { impatient: "yes" });
		expect((await talk([start({ token }), stop])).at(-1)?.type).toBe("end");
	});

	it("goes on for others where a stream is cut in the middle of a sound, within a sample and within a message", async () => {
		const token = await newToken();
		/** Sends half of the sound, waits until it is heard, and is gone without a word. */
		const cut = async (leave: (socket: WebSocket) => void): Promise<void> => {
			const socket = new WebSocket(`${base.replace("http", "ws")}/api/v1/stream`);
			const gone = new Promise<void>((resolve) => socket.on("close", () => resolve()));
			await new Promise((resolve) => socket.on("open", resolve));
			const said = (type: string) =>
				new Promise<void>((resolve) =>
					socket.on("message", (data) => {
						if (JSON.parse(String(data)).type === type) resolve();
					}),
				);
			const [ready, heard] = [said("ready"), said("window")];
			socket.send(start({ token }));
			await ready;
			socket.send(pcm.subarray(0, 64_001));
			await heard;
			leave(socket);
			await gone;
		};
		await cut((socket) => socket.terminate());
		// The head of a masked binary message of 3,200 bytes, and the first three of them.
		const part = Buffer.from([0x82, 0xfe, 0x0c, 0x80, 0, 0, 0, 0, 1, 2, 3]);
		await cut((socket) => {
			const { _socket: tcp } = socket as unknown as { readonly _socket: Socket };
			tcp.write(part, () => tcp.destroy());
		});
		// Neither counts among the two that a user may run any more, and the next hears as if nothing had been.
		const whole = [start({ token }), ...chunks(32_000), stop];
		const [one, other] = await Promise.all([talk(whole), talk(whole)]);
		for (const events of [one, other]) {
			expect(events.at(-1)).toEqual({ type: "end", duration: pcm.length / 2 / 16_000 });
			expect(events.find((event) => event.type === "window" && event.end === 5)).toMatchObject({
				label: "happy",
			});
		}
	});

	it("ends a stream that is longer than the server takes, of samples or of sound files", async () => {
		const token = await newToken();
		const second = 32_000;
		// Nine seconds at once, and after three seconds twelve: not too fast, but too much.
		const long = await talk([start({ token }), Buffer.alloc(9 * second), 3200, Buffer.alloc(12 * second)]);
		expect(long.at(-1)).toMatchObject({ type: "error", code: "audio-too-long" });
		const file = Buffer.from(encodeWav(new Float32Array((maxDuration + 1) * 6000), 6000));
		const files = await talk([JSON.stringify({ type: "start", encoding: "files", token }), file, stop]);
		expect(files.at(-1)).toMatchObject({ type: "error", code: "audio-too-long" });
		expect(files.filter(({ type }) => type === "window")).toEqual([]);
	});

	it("takes 32 connections at once, and one more as soon as one is closed", async () => {
		const url = `${base.replace("http", "ws")}/api/v1/stream`;
		const open = () =>
			new Promise<WebSocket>((resolve, reject) => {
				const socket = new WebSocket(url);
				socket.on("error", reject);
				socket.on("open", () => resolve(socket));
			});
		const sockets = await Promise.all(Array.from({ length: 32 }, open));
		try {
			await expect(open()).rejects.toThrow("503");
			const first = sockets.shift() as WebSocket;
			first.close();
			await expect
				.poll(() =>
					open()
						.then((socket) => sockets.push(socket))
						.catch(() => 0),
				)
				.toBe(32);
		} finally {
			for (const socket of sockets) socket.terminate();
		}
	});

	it("runs twice for a user, and no third time", async () => {
		const token = await newToken();
		const open = () =>
			new Promise<WebSocket>((resolve) => {
				const socket = new WebSocket(`${base.replace("http", "ws")}/api/v1/stream`);
				socket.on("open", () => socket.send(start({ token })));
				socket.on("message", () => resolve(socket));
			});
		const sockets = [await open(), await open()];
		expect(await talk([start({ token })])).toMatchObject([{ type: "error", code: "too-many-requests" }]);
		for (const socket of sockets) socket.terminate();
	});
});

describe("the documented clients", () => {
	const clients = join(import.meta.dirname, "../../../../../docs/clients");
	const output = async (
		program: string,
		file: string,
		token: string,
		given: readonly string[] = [],
	): Promise<string> => {
		const child = spawn(program, [join(clients, file), ...given], {
			env: {
				...process.env,
				UNDERTONE_URL: `${base.replace("http", "ws")}/api/v1/stream`,
				UNDERTONE_TOKEN: token,
			},
			stdio: ["pipe", "pipe", "inherit"],
		});
		// A refused client is gone before it has read everything.
		child.stdin.on("error", () => undefined).end(pcm);
		const parts: Buffer[] = [];
		for await (const chunk of child.stdout) parts.push(chunk as Buffer);
		return Buffer.concat(parts).toString();
	};
	const runClient = async (program: string, file: string, token: string): Promise<StreamEvent[]> => {
		const lines = (await output(program, file, token)).trim().split("\n");
		return lines.map((line) => streamEventSchema.parse(JSON.parse(line)));
	};
	const labelsOf = (events: readonly StreamEvent[]) =>
		events.flatMap((event) => (event.type === "window" ? [event.label] : []));

	it("in TypeScript sends sound and prints every event", async () => {
		const events = await runClient(process.execPath, "stream.ts", await newToken());
		expect(labelsOf(events)).toHaveLength(10);
		expect(events.at(-1)?.type).toBe("end");
		expect(await runClient(process.execPath, "stream.ts", "undertone_none")).toMatchObject([
			{ code: "not-logged-in" },
		]);
	});

	it("respond to a condition, once", async () => {
		const events = await runClient(process.execPath, "stream.ts", await newToken());
		const heard = events.flatMap((event) => (event.type === "window" ? [event.scores ?? {}] : []));
		const [label] = Object.entries(heard.at(-1) ?? {}).reduce((best, entry) =>
			entry[1] > best[1] ? entry : best,
		);
		const said = await output(process.execPath, "respond.ts", await newToken(), [
			`${label}:0.01:0.5`,
			"Hello",
		]);
		expect(said.match(/Hello/g)?.length).toBeGreaterThan(0);
		const never = await output(process.execPath, "respond.ts", await newToken(), [`${label}:1:600`, "Hello"]);
		expect(never).toBe("");
	});

	it.skipIf(spawnSync("python3", ["--version"]).status !== 0)(
		"in Python's standard library does the same (skipped where there is no python3)",
		async () => {
			const python = await runClient("python3", "stream.py", await newToken());
			const typescript = await runClient(process.execPath, "stream.ts", await newToken());
			expect(labelsOf(python)).toEqual(labelsOf(typescript));
			expect(python.at(-1)).toEqual({ type: "end", duration: pcm.length / 32_000 });
		},
	);
});
