import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { readVadModel } from "#vad-model";
import { loadModel } from "../model/load-model.ts";
import { emptyProfile } from "../profile/speaker-profile.ts";
import { createSpeechRecognizer } from "../speech/create-speech-recognizer.ts";
import { linearModelFile } from "../testing/linear-model.ts";
import { twoPhrases } from "../testing/two-phrases.ts";
import { createVoiceActivity } from "../vad/create-vad.ts";
import type { LiveEvent } from "./conditions.ts";
import {
	createLiveSpeechRecognizer,
	type LiveResult,
	type LiveSpeechRecognizerOptions,
} from "./create-live-speech-recognizer.ts";

const vad = await createVoiceActivity(await readVadModel());
const speech = twoPhrases();
const model = await loadModel(
	linearModelFile({
		labels: ["neutral", "happy"],
		weights: { happy: { f0_mean: 1 } },
		mean: (name) => (name === "f0_mean" ? 23.5 : 0),
	}),
);

type Heard = Omit<LiveResult, "latencyMs">;

/** What is said of a stream cut into chunks of the given lengths, waiting for each. */
async function hear(
	lengths: Iterable<number>,
	options: Partial<LiveSpeechRecognizerOptions> = {},
): Promise<Heard[]> {
	const results: Heard[] = [];
	const onResult = ({ latencyMs: _, ...result }: LiveResult): void => void results.push(result);
	const live = createLiveSpeechRecognizer({ model, vad, onResult, ...options });
	let at = 0;
	for (const length of lengths) {
		if (at >= speech.length) break;
		await live.push(speech.subarray(at, at + length));
		at += length;
	}
	await live.close();
	return results;
}

function* repeat(length: number): Generator<number> {
	for (;;) yield length;
}

function* randomLengths(): Generator<number> {
	const random = createRandom(5);
	for (;;) yield 1 + random.integer(6000);
}

const reference = await hear(repeat(8000));

describe("createLiveSpeechRecognizer", () => {
	it("gives a result every half second on the last two and a half", () => {
		expect(reference.map(({ end }) => end)).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
		expect(reference.map(({ start }) => start)).toEqual([0, 0, 0, 0, 0, 0.5, 1, 1.5, 2, 2.5]);
	});

	it("tells the low voice from the high one while they speak", () => {
		const labels = Object.fromEntries(reference.map(({ end, label }) => [end, label]));
		expect(labels["2"]).toBe("neutral");
		expect(labels["5"]).toBe("happy");
		expect(reference.at(-1)?.speech?.start).toBeGreaterThan(3);
	});

	it("says that there is no speech yet at the start", () => {
		const [first] = reference;
		expect(first?.label).toBeNull();
		expect(first?.notSure).toBe(true);
	});

	it.each<[string, Iterable<number>]>([
		["the whole at once", [speech.length]],
		["128 samples at a time, as an AudioWorklet", repeat(128)],
		["single frames of 20 ms", repeat(320)],
		["chunks of any length", randomLengths()],
	])("says the same of %s", async (_, lengths) => {
		const results = await hear(lengths);
		expect(results).toHaveLength(reference.length);
		for (const [i, result] of results.entries()) {
			const expected = reference[i] as Heard;
			expect({ ...result, scores: null, confidence: 0 }).toEqual({
				...expected,
				scores: null,
				confidence: 0,
			});
			// The detector's matrix products over other numbers of frames round differently, far below this.
			expect(Object.values(result.scores ?? {})).toBeCloseToArray(Object.values(expected.scores ?? {}), {
				rtol: 0,
				atol: 1e-6,
			});
		}
	});

	it("scores a window exactly as the whole recording's recogniser scores its speech", async () => {
		const at = reference.findIndex(({ end }) => end === 5);
		const { speech: part, scores } = reference[at] as Heard;
		const clip = speech.subarray(
			Math.round((part?.start ?? 0) * 16_000),
			Math.round((part?.end ?? 0) * 16_000),
		);
		const { data } = await model.predict(model.features.extract(clip));
		expect(Object.values(scores ?? {})).toBeCloseToArray([...data], { rtol: 0, atol: 1e-6 });
	});

	it("drops instead of queueing when sound comes faster than it can be heard, and says how much", async () => {
		const results: LiveResult[] = [];
		const live = createLiveSpeechRecognizer({
			model,
			vad,
			backlog: 1,
			onResult: (result) => results.push(result),
		});
		const pushes: Promise<void>[] = [];
		for (let n = 0; n < 12; n++) {
			for (let at = 0; at + 1600 <= speech.length; at += 1600)
				pushes.push(live.push(speech.subarray(at, at + 1600)));
		}
		await Promise.all(pushes);
		await live.close();
		const last = results.at(-1) as LiveResult;
		const seconds = (12 * Math.floor(speech.length / 1600)) / 10;
		expect(results.length).toBeLessThan(6);
		expect(last.dropped.seconds).toBeGreaterThan(seconds - 3);
		// Time goes on in the gap.
		expect(last.end).toBeGreaterThan(seconds - 1);
		expect(last.end - last.start).toBeLessThanOrEqual(2.5);
	});

	it("fires a condition", async () => {
		const events: LiveEvent[] = [];
		await hear(repeat(4000), {
			conditions: [{ label: "happy", score: 0.7, seconds: 0.5 }],
			onEvent: (event) => events.push(event),
		});
		expect(events).toHaveLength(1);
		expect(events[0]?.time).toBeGreaterThan(3.5);
		expect((events[0]?.time ?? 0) - (events[0]?.since ?? 0)).toBeCloseTo(0.5, 9);
	});

	it("takes a speaker profile, before and on the way", async () => {
		const recognizer = createSpeechRecognizer({ model, vad });
		let profile = emptyProfile(model, "neutral");
		for (let i = 0; i < 12; i++) profile = await recognizer.learn(profile, speech.subarray(51_200));
		const results = await hear(repeat(8000), { profile });
		expect(results.at(-1)?.scores?.happy).toBeLessThan((reference.at(-1)?.scores?.happy ?? 0) - 0.1);
		const live = createLiveSpeechRecognizer({
			model,
			vad,
			profile,
			onResult: (result) => results.push(result),
		});
		live.setProfile(null);
		await live.push(speech);
		expect(results.at(-1)?.scores?.happy).toBeCloseTo(reference.at(-1)?.scores?.happy ?? 0, 5);
	});

	it("refuses a profile of another model, and keeps the one it has", () => {
		const other = { ...emptyProfile(model, "neutral"), features: "steady@1" };
		const onResult = () => undefined;
		const refusal = /must hold the features "undertone@1", got "steady@1"/;
		expect(() => createLiveSpeechRecognizer({ model, vad, profile: other, onResult })).toThrow(refusal);
		const live = createLiveSpeechRecognizer({ model, vad, onResult });
		expect(() => live.setProfile(other)).toThrow(refusal);
	});

	it("hears nothing more once it is closed", async () => {
		const results: LiveResult[] = [];
		const live = createLiveSpeechRecognizer({ model, vad, onResult: (result) => results.push(result) });
		await live.close();
		await live.push(speech);
		expect(results).toEqual([]);
	});

	it("hands on a failure of the model to whoever pushed", async () => {
		const failing = { ...model, predict: () => Promise.reject(new Error("out of memory")) };
		const live = createLiveSpeechRecognizer({ model: failing, vad, onResult: () => undefined });
		await expect(live.push(speech)).rejects.toThrow("out of memory");
	});
});
