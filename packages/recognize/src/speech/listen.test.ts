import { createRandom } from "@undertone/core";
import { resample } from "@undertone/dsp";
import { describe, expect, it } from "vitest";
import { readVadModel } from "#vad-model";
import { twoPhrases } from "../testing/two-phrases.ts";
import { createVoiceActivity } from "../vad/create-vad.ts";
import { speechSegments } from "../vad/speech-segments.ts";
import { listen, type RecordingFacts } from "./listen.ts";

const vad = await createVoiceActivity(await readVadModel());
const speech = twoPhrases();

async function reasons(signal: Float32Array, facts?: RecordingFacts): Promise<readonly string[]> {
	const found = speechSegments(await vad.probabilities(signal), signal.length / 16_000);
	return listen(signal, found, facts).reasons;
}

function noise(seconds: number, rms: number): Float32Array {
	const random = createRandom(1);
	return Float32Array.from({ length: seconds * 16_000 }, () => rms * random.normal());
}

describe("listen", () => {
	it("hears two sentences and has nothing to object", async () => {
		const found = speechSegments(await vad.probabilities(speech), speech.length / 16_000);
		expect(found).toHaveLength(2);
		expect(listen(speech, found)).toEqual({ reasons: [], unscorable: false, doubts: [] });
	});

	it("refuses 0.2 seconds", async () => {
		expect(await reasons(speech.subarray(8000, 11_200))).toEqual(["too-short"]);
	});

	it("refuses nothing at all", async () => {
		expect(listen(new Float32Array(0), []).reasons).toEqual(["too-short"]);
	});

	it("refuses digital silence", async () => {
		expect(await reasons(new Float32Array(48_000))).toEqual(["silence"]);
	});

	it("refuses white noise, and says that it is noise", async () => {
		expect(await reasons(noise(3, 0.1))).toEqual(["no-speech", "noise"]);
	});

	it("refuses a steady tone", async () => {
		const tone = Float32Array.from(
			{ length: 48_000 },
			(_, i) => 0.3 * Math.sin((2 * Math.PI * 440 * i) / 16_000),
		);
		expect(await reasons(tone)).toEqual(["no-speech"]);
	});

	it("hears speech at a thirtieth of its level, and finds it too quiet at a three hundredth", async () => {
		expect(await reasons(speech.map((value) => value / 30))).toEqual([]);
		const faint = speech.map((value) => value / 300);
		const found = speechSegments(await vad.probabilities(speech), speech.length / 16_000);
		expect(listen(faint, found).reasons).toContain("too-quiet");
	});

	it("doubts speech that noise nearly hides", async () => {
		const found = speechSegments(await vad.probabilities(speech), speech.length / 16_000);
		const hidden = noise(speech.length / 16_000, 0.06).map((value, i) => value + (speech[i] as number));
		expect(listen(hidden, found)).toMatchObject({ reasons: ["noise"], doubts: ["noise"], unscorable: false });
		const audible = noise(speech.length / 16_000, 0.005).map((value, i) => value + (speech[i] as number));
		expect(listen(audible, found).reasons).toEqual([]);
	});

	it("warns of clipping, but still scores", async () => {
		const clipped = speech.map((value) => Math.max(-1, Math.min(1, 6 * value)));
		const found = speechSegments(await vad.probabilities(clipped), clipped.length / 16_000);
		expect(listen(clipped, found)).toEqual({ reasons: ["clipped"], unscorable: false, doubts: ["clipped"] });
		expect(await reasons(speech, { clippedShare: 0.01 })).toEqual(["clipped"]);
	});

	it("warns of a telephone's band, whatever rate the file has now", async () => {
		const telephone = resample(resample(speech, { from: 16_000, to: 8000 }), { from: 8000, to: 16_000 });
		expect(await reasons(telephone)).toEqual(["telephone-band"]);
		expect(await reasons(speech, { sampleRate: 8000 })).toEqual(["telephone-band"]);
	});
});
