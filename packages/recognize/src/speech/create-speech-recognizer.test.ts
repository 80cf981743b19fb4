import { resample } from "@undertone/dsp";
import { describe, expect, it } from "vitest";
import { readVadModel } from "#vad-model";
import { loadModel } from "../model/load-model.ts";
import { emptyProfile } from "../profile/speaker-profile.ts";
import { linearModelFile } from "../testing/linear-model.ts";
import { loudHighs } from "../testing/loud-highs.ts";
import { twoPhrases } from "../testing/two-phrases.ts";
import { createVoiceActivity } from "../vad/create-vad.ts";
import { createSpeechRecognizer } from "./create-speech-recognizer.ts";

const vad = await createVoiceActivity(await readVadModel());
const speech = twoPhrases();
/** The two voices of the fixture speak at about 21 and 26 semitones above 27.5 Hz: the model says which is which. */
const model = await loadModel(
	linearModelFile({
		labels: ["neutral", "happy"],
		weights: { happy: { f0_mean: 1 } },
		mean: (name) => (name === "f0_mean" ? 23.5 : 0),
	}),
);
const recognizer = createSpeechRecognizer({ model, vad });

describe("createSpeechRecognizer", () => {
	it("gives scores that sum to 1 over the model's labels, and the highest as label", async () => {
		const { label, scores, confidence, notSure, reasons } = await recognizer.analyze(speech);
		expect(Object.keys(scores ?? {})).toEqual(["neutral", "happy"]);
		expect((scores?.neutral ?? 0) + (scores?.happy ?? 0)).toBeCloseTo(1, 6);
		expect(confidence).toBe(Math.max(scores?.neutral ?? 0, scores?.happy ?? 0));
		expect(scores?.[label ?? "sad"]).toBe(confidence);
		expect({ notSure, reasons }).toEqual({ notSure: false, reasons: [] });
	});

	it("tells the low voice from the high one along the timeline", async () => {
		const { segments, duration } = await recognizer.analyze(speech);
		expect(segments.map(({ label }) => label)).toEqual(["neutral", "happy"]);
		expect(segments[0]?.end).toBeLessThan(segments[1]?.start ?? 0);
		expect(segments[1]?.end).toBeLessThanOrEqual(duration);
	});

	it("scores a clip exactly as the model scores the clip's features", async () => {
		const clip = speech.subarray(0, 32_000);
		const { scores, segments } = await recognizer.analyze(clip);
		const { data } = await model.predict(model.features.extract(clip));
		expect([scores?.neutral, scores?.happy]).toEqual([...data]);
		expect(segments).toHaveLength(1);
		expect(segments[0]?.scores).toEqual(scores);
	});

	it("scores a long recording by its windows", async () => {
		const long = new Float32Array(3 * speech.length);
		for (const i of [0, 1, 2]) long.set(speech, i * speech.length);
		const { segments, speech: heard, explained } = await recognizer.analyze(long);
		expect(segments.map(({ label }) => label)).toEqual([
			"neutral",
			"happy",
			"neutral",
			"happy",
			"neutral",
			"happy",
		]);
		expect(heard).toHaveLength(6);
		expect(explained?.end).toBeLessThan(long.length / 16_000);
	});

	it("scores nothing where there is no speech, and says why", async () => {
		const analysis = await recognizer.analyze(new Float32Array(48_000));
		expect(analysis).toMatchObject({
			label: null,
			scores: null,
			confidence: 0,
			notSure: true,
			reasons: ["silence"],
			segments: [],
			features: [],
			frames: null,
			explained: null,
		});
		expect((await recognizer.analyze(new Float32Array(0))).reasons).toEqual(["too-short"]);
	});

	it("is not sure under the model's threshold, but shows the scores", async () => {
		const careful = await loadModel(linearModelFile({ labels: ["neutral", "happy"], threshold: 0.6 }));
		const { label, scores, notSure, reasons } = await createSpeechRecognizer({ model: careful, vad }).analyze(
			speech,
		);
		expect({ label, scores, notSure, reasons }).toEqual({
			label: null,
			scores: { neutral: 0.5, happy: 0.5 },
			notSure: true,
			reasons: ["low-confidence"],
		});
	});

	it("names no label for a clipped recording, but shows the scores", async () => {
		const { label, scores, reasons } = await recognizer.analyze(speech, {
			recording: { clippedShare: 0.02 },
		});
		expect(label).toBeNull();
		expect(scores).not.toBeNull();
		expect(reasons).toEqual(["clipped"]);
	});

	it("names no label for speech that is unlike what the model learnt from", async () => {
		const narrow = await loadModel(linearModelFile({ description: { familiarity: { limit: 1e-3 } } }));
		const { label, scores, reasons } = await createSpeechRecognizer({ model: narrow, vad }).analyze(speech);
		expect(label).toBeNull();
		expect(scores).not.toBeNull();
		expect(reasons).toContain("unfamiliar");
	});

	it("feeds a model of another rate with that rate", async () => {
		const other = await loadModel(
			linearModelFile({ features: "s1-mfcc40@1", weights: { angry: { mfcc0_mean: 0.01 } } }),
		);
		const clip = speech.subarray(0, 32_000);
		const { scores } = await createSpeechRecognizer({ model: other, vad }).analyze(clip);
		const features = other.features.extract(resample(clip, { from: 16_000, to: 22_050 }));
		expect(Object.values(scores ?? {})).toEqual([...(await other.predict(features)).data]);
	});

	it("names the feature that the model goes by, and its value beside the usual", async () => {
		const { features, explained, duration } = await recognizer.analyze(speech.subarray(0, 32_000));
		expect(features[0]).toMatchObject({ name: "f0_mean", usual: 23.5, unit: "semitones" });
		expect(features[0]?.effect).toBeGreaterThan(0);
		expect(features[0]?.sentence).toMatch(/lower than usual \(.* semitones; usual 23.5 semitones\)/);
		expect(features).toHaveLength(1);
		expect(explained).toEqual({ start: 0, end: duration });
	});

	it("says of a model on frames which parts of the spectrogram moved it, in times of the recording", async () => {
		const frames = createSpeechRecognizer({ model: await loadModel(loudHighs({ weight: 0.01 })), vad });
		const { features, frames: parts, explained, scores } = await frames.analyze(speech);
		expect(features).toEqual([]);
		expect(parts?.times[0]).toBeCloseTo(explained?.start ?? -1, 6);
		expect(parts?.times.at(-1)).toBeCloseTo(explained?.end ?? -1, 6);
		const [label] = Object.entries(scores ?? {}).sort(([, a], [, b]) => b - a)[0] ?? [];
		expect(parts?.label).toBe(label);
		expect(parts?.named[0]?.bands).toEqual([32, 40]);
		expect((await frames.analyze(speech, { explain: false })).frames).toBeNull();
	});

	it("stops when it is told to", async () => {
		const controller = new AbortController();
		controller.abort(new Error("enough"));
		await expect(recognizer.analyze(speech, { signal: controller.signal })).rejects.toThrow("enough");
	});

	it("learns a person's usual from neutral reading, and hears them by it", async () => {
		const high = speech.subarray(51_200);
		expect((await recognizer.analyze(high)).label).toBe("happy");
		let profile = emptyProfile(model, "neutral");
		for (let i = 0; i < 12; i++) profile = await recognizer.learn(profile, high);
		const analysis = await recognizer.analyze(high, { profile });
		expect(profile.clips).toBe(12);
		expect(analysis.profile).toEqual({ used: true, why: null });
		// Shrinkage leaves 2 of 14 parts of the distance from the population.
		const before = (await recognizer.analyze(high)).scores;
		const odds = (scores: typeof before): number => Math.log((scores?.happy ?? 0) / (scores?.neutral ?? 1));
		expect(odds(analysis.scores)).toBeCloseTo((odds(before) * 2) / 14, 3);
	});

	it("learns nothing from a recording without speech", async () => {
		const profile = emptyProfile(model);
		expect(await recognizer.learn(profile, new Float32Array(48_000))).toBe(profile);
	});

	it("neither uses nor adds to a profile that another model heard, and says so", async () => {
		const other = await loadModel(linearModelFile({ labels: ["neutral", "happy"] }));
		const profile = await createSpeechRecognizer({ model: other, vad }).learn(
			emptyProfile(other, "neutral"),
			speech,
		);
		const analysis = await recognizer.analyze(speech, { profile });
		expect(analysis.profile?.used).toBe(false);
		expect(analysis.profile?.why).toMatch(/^The speaker profile must be made with the model in use/);
		expect(analysis.scores).toEqual((await recognizer.analyze(speech)).scores);
		await expect(recognizer.learn(profile, speech)).rejects.toThrow(/must be made with the model in use/);
	});

	it("does not use a profile of one emotion only, and says so", async () => {
		let profile = emptyProfile(model);
		for (let i = 0; i < 4; i++) profile = await recognizer.learn(profile, speech.subarray(51_200));
		const analysis = await recognizer.analyze(speech, { profile });
		expect(analysis.profile?.used).toBe(false);
		expect(analysis.profile?.why).toMatch(/all sounds alike \(mostly happy, \d+ %\)/);
		expect(analysis.scores).toEqual((await recognizer.analyze(speech)).scores);
	});
});
