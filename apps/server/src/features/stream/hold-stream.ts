import { type StreamEvent, streamStartSchema, streamStopSchema } from "@undertone/api";
import type { WebSocket } from "ws";
import { ApiError, parse } from "../../http/api-error.ts";
import { toApiError } from "../../http/errors.ts";
import { checkPurpose } from "../../purpose.ts";
import type { StreamDependencies } from "./routes.ts";
import type { OpenStream, StreamEngine } from "./stream-engine.ts";

interface HoldOptions extends StreamDependencies {
	readonly engine: StreamEngine;
	/** Running streams of each user. */
	readonly streamsOf: Map<string, number>;
	/** Who is known already by cookie or header. */
	readonly user: string | undefined;
}

const idleMs = 30_000;
const streamsPerUser = 2;
const bytesPerSecond = 32_000;
/** Times real time, and the seconds that may come at once. */
const fastest = 4;
const burst = 10;

/** Holds one connection from its first message to its end; whatever goes wrong is said before it closes. */
export function holdStream(socket: WebSocket, options: HoldOptions): void {
	const { engine, streamsOf, config, users, settingsOf } = options;
	let stream: OpenStream | undefined;
	let owner: string | undefined;
	let encoding: "pcm16" | "files" = "pcm16";
	let state: "waiting" | "starting" | "running" | "ending" = "waiting";
	let began = 0;
	let bytes = 0;
	let odd: Buffer = Buffer.alloc(0);
	const send = (event: StreamEvent): void => {
		if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
	};
	const fail = (error: unknown): void => {
		const { code, message } = toApiError(error as Error);
		send({ type: "error", code, message });
		socket.close(1008);
	};
	let idle = setTimeout(() => fail(new ApiError("stream-idle")), idleMs);
	const alive = (): void => {
		clearTimeout(idle);
		idle = setTimeout(() => fail(new ApiError("stream-idle")), idleMs);
	};

	const start = async (text: string): Promise<void> => {
		state = "starting";
		const { token, ownVoice, conditions, profile, ...given } = parse(streamStartSchema, readJson(text));
		encoding = given.encoding;
		const user = options.user ?? (token === undefined ? undefined : await users.byToken(token));
		if (user === undefined)
			throw new ApiError("not-logged-in", "A stream needs a token. Make one in your account.");
		checkPurpose(config.purpose ?? (await settingsOf(user)).purpose, ownVoice);
		const running = streamsOf.get(user) ?? 0;
		if (running >= streamsPerUser) {
			throw new ApiError(
				"too-many-requests",
				`You may run ${streamsPerUser} streams at once. Close another first.`,
			);
		}
		if (socket.readyState !== socket.OPEN) return;
		stream = engine.open({ conditions, ...(profile === undefined ? {} : { profile }) }, (event) => {
			send(event);
			if (event.type === "end") socket.close(1000);
			if (event.type === "error") socket.close(1011);
		});
		owner = user;
		streamsOf.set(user, running + 1);
		began = performance.now();
		state = "running";
	};
	const hear = (data: Buffer): void => {
		if (state !== "running")
			throw new ApiError("invalid-request", 'The first message must be {"type": "start", …}.');
		bytes += data.length;
		const seconds = (performance.now() - began) / 1000;
		if (bytes > bytesPerSecond * (fastest * seconds + burst)) throw new ApiError("stream-too-fast");
		if (bytes > bytesPerSecond * config.maxDuration) throw new ApiError("audio-too-long");
		if (encoding === "files") {
			stream?.pushFile(new Uint8Array(data), config.maxDuration);
			return;
		}
		// A sample may be cut in two between messages.
		const all = odd.length === 0 ? data : Buffer.concat([odd, data]);
		const whole = all.length - (all.length % 2);
		odd = Buffer.from(all.subarray(whole));
		const samples = new Int16Array(whole / 2);
		for (let i = 0; i < samples.length; i++) samples[i] = all.readInt16LE(2 * i);
		if (samples.length > 0) stream?.push(samples);
	};
	const stop = (text: string): void => {
		parse(streamStopSchema, readJson(text));
		state = "ending";
		stream?.close();
	};

	socket.on("message", (data, isBinary) => {
		alive();
		if (state === "ending") return;
		try {
			if (isBinary) hear(data as Buffer);
			else if (state === "running") stop(String(data));
			else if (state === "waiting") start(String(data)).catch(fail);
			else throw new ApiError("invalid-request", "Wait for ready before the next message.");
		} catch (error) {
			fail(error);
		}
	});
	socket.on("error", () => socket.terminate());
	socket.on("close", () => {
		clearTimeout(idle);
		if (state === "running") stream?.close();
		if (owner !== undefined) streamsOf.set(owner, Math.max(0, (streamsOf.get(owner) ?? 1) - 1));
	});
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new ApiError("invalid-request", "Text messages must be JSON.", { cause });
	}
}
