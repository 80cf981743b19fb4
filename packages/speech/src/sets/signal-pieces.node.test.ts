import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { featureSets, getFeatureSet } from "./registry.ts";
import type { SignalPieces } from "./signal-pieces.ts";

/** Vowel-like stretches of gliding pitch with pauses and a little noise, 16 kHz. */
function speechLike(length: number): Float32Array {
	const random = createRandom(4);
	let phase = 0;
	return Float32Array.from({ length }, (_, i) => {
		const t = i / 16000;
		phase += (2 * Math.PI * (150 + 40 * Math.sin(2.1 * t))) / 16000;
		let voice = 0;
		if (t % 1.5 < 1.1) for (let h = 1; h < 12; h++) voice += Math.sin(h * phase) / h;
		return 0.1 * (1 + 0.5 * Math.sin(t / 7)) * voice + 0.002 * random.normal();
	});
}

function inPieces(signal: Float32Array, size: number): SignalPieces {
	return {
		length: signal.length,
		pieces: async function* () {
			for (let at = 0; at < signal.length; at += size) yield signal.subarray(at, at + size);
		},
	};
}

const ids = featureSets()
	.filter((set) => set.inPieces !== undefined)
	.map(({ id }) => id);

// In Node alone, for the time it takes: nothing of it depends on the platform, and every set has Node's numbers in a page.
describe("a long recording in pieces", () => {
	it.each(ids)("%s: the numbers of the whole, over more than two windows", async (id) => {
		const set = getFeatureSet(id);
		// 125 s: windows are a minute, and ten seconds to either side.
		const signal = speechLike(125 * set.sampleRate + 80);
		const whole = set.extract(signal);
		const rows: number[] = [];
		for await (const block of set.inPieces?.(inPieces(signal, 100_000)) ?? []) {
			for (const value of block) rows.push(value);
		}
		expect(rows.length).toBe(whole.data.length);
		// The last bits differ where transforms take frames two at a time in other pairs.
		expect(rows).toBeCloseToArray(whole.data, { rtol: 1e-6, atol: 1e-6 });
	});

	it.each(ids)("%s: nothing, and less than a frame", async (id) => {
		const set = getFeatureSet(id);
		for (const length of [0, 1, 399]) {
			const signal = speechLike(length);
			const rows: number[] = [];
			for await (const block of set.inPieces?.(inPieces(signal, 100)) ?? []) rows.push(...block);
			expect(rows).toBeCloseToArray(set.extract(signal).data, { rtol: 1e-6, atol: 1e-6 });
		}
	});
});
