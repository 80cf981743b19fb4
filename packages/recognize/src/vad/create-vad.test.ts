import { describe, expect, it } from "vitest";
import { readVadModel } from "#vad-model";
import { vowelMixture } from "../testing/vowel-mixture.ts";
import { createVoiceActivity } from "./create-vad.ts";

describe("createVoiceActivity", () => {
	it("tells a voice-like sound from silence and noise", async () => {
		const vad = await createVoiceActivity(await readVadModel());
		const probabilities = await vad.probabilities(vowelMixture());
		expect(probabilities).toHaveLength(63);
		// 0.6 s of silence and noise come first.
		expect(Math.max(...probabilities.subarray(4, 18))).toBeLessThan(0.2);
		expect(Math.max(...probabilities.subarray(19))).toBeGreaterThan(0.5);
	});

	it("gives the same whether the stream comes at once or frame by frame", async () => {
		const vad = await createVoiceActivity(await readVadModel());
		const signal = vowelMixture().subarray(0, 60 * 512);
		const stream = vad.stream();
		const parts: number[] = [];
		for (const frames of [1, 2, 7, 50]) {
			const at = parts.length * 512;
			parts.push(...(await stream.push(signal.subarray(at, at + frames * 512))));
		}
		// Matrix products over other numbers of rows round differently.
		expect(parts).toBeCloseToArray(await vad.probabilities(signal), { rtol: 0, atol: 1e-5 });
	});

	it("takes whole frames only", async () => {
		const vad = await createVoiceActivity(await readVadModel());
		await expect(vad.stream().push(new Float32Array(500))).rejects.toThrow(
			/whole frames of 512 samples, got 500/,
		);
	});
});
