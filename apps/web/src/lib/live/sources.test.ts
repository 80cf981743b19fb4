import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FaceClient } from "./face-client.ts";
import { createFaceSource } from "./face-source.ts";
import { emptyLiveState, type FaceState, type VoiceState } from "./live-state.ts";
import { createVoiceSource } from "./voice-source.ts";

/** Openings that wait to be answered, of whichever device. */
const openings: { deviceId: string; answer: () => void; stream: { open: boolean } }[] = [];
let onFrame: (video: HTMLVideoElement) => void = () => undefined;
const look = vi.fn<FaceClient["look"]>();

function opening(deviceId: string) {
	const stream = { open: false, muted: false, label: deviceId, settings: {}, video: null };
	return new Promise<typeof stream & { close(): void }>((resolve) => {
		openings.push({
			deviceId,
			stream,
			answer: () => {
				stream.open = true;
				const close = (): void => {
					stream.open = false;
				};
				resolve(Object.assign(stream, { close }));
			},
		});
	});
}

vi.mock("./open-camera.ts", () => ({
	openCamera: (deviceId: string, events: { onFrame: typeof onFrame }) => {
		onFrame = events.onFrame;
		return opening(deviceId);
	},
}));
vi.mock("./open-sound.ts", () => ({ openSound: (deviceId: string) => opening(deviceId) }));
vi.mock("./face-client.ts", () => ({
	createFaceClient: () => ({
		ready: Promise.resolve({ model: null, problem: null }),
		look,
		reset: () => undefined,
		close: () => undefined,
	}),
}));
vi.mock("./speech-client.ts", () => ({
	createSpeechClient: () => ({
		ready: Promise.resolve({}),
		rest: () => undefined,
		listen: () => undefined,
		close: () => undefined,
	}),
}));

function faceSource() {
	let state: FaceState = emptyLiveState.face;
	const patch = (part: Partial<FaceState>): void => {
		state = { ...state, ...part };
	};
	const get = (): FaceState => state;
	return { source: createFaceSource({ now: () => 0, get, patch, onFrame: () => undefined }), get };
}

function voiceSource() {
	let state: VoiceState = emptyLiveState.voice;
	const nothing = (): void => undefined;
	const patch = (part: Partial<VoiceState>): void => {
		state = { ...state, ...part };
	};
	const get = (): VoiceState => state;
	const source = createVoiceSource({
		now: () => 0,
		get,
		patch,
		onResult: nothing,
		onWave: nothing,
		onGap: nothing,
	});
	return { source, get };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

beforeEach(() => {
	vi.stubGlobal("createImageBitmap", async () => ({}));
});
afterEach(() => {
	openings.length = 0;
	look.mockReset();
	vi.unstubAllGlobals();
});

describe.each([
	["camera", faceSource],
	["microphone", voiceSource],
] as const)("a %s", (_, create) => {
	it("that is chosen while another still opens leaves no other open", async () => {
		const { source, get } = create();
		const first = source.open("first");
		await settle();
		const second = source.open("second");
		await settle();
		for (const { answer } of [...openings].reverse()) answer();
		await Promise.all([first, second]);
		expect(openings.map(({ deviceId, stream }) => [deviceId, stream.open])).toEqual([
			["first", false],
			["second", true],
		]);
		expect(get()).toMatchObject({ device: "on", label: "second" });
		await source.close();
		expect(openings.map(({ stream }) => stream.open)).toEqual([false, false]);
	});

	it("that opens after the session was paused is closed again", async () => {
		const { source } = create();
		const open = source.open("late");
		await settle();
		await source.pause();
		openings[0]?.answer();
		await open;
		expect(openings[0]?.stream.open).toBe(false);
		await source.close();
	});
});

describe("a camera whose frame could not be looked at", () => {
	it("says why, until one can be looked at again", async () => {
		const { source, get } = faceSource();
		const open = source.open("");
		await settle();
		openings[0]?.answer();
		await open;
		const video = { videoWidth: 640, videoHeight: 360 } as HTMLVideoElement;
		look.mockRejectedValueOnce(new Error("Out of memory."));
		onFrame(video);
		await settle();
		expect(get().problem).toBe("Out of memory.");
		const analysis = { faces: [], reasons: ["no-face"] } as never;
		look.mockResolvedValueOnce({ analysis, ms: 0 });
		onFrame(video);
		await settle();
		expect(get().problem).toBeNull();
		source.close();
	});
});
