import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { featureSets, getFeatureSet } from "./registry.ts";

/** A second of a voice-like sound: pulses at 140 Hz through two resonances, with a pause and some noise. */
function voice(sampleRate: number, gain = 1): Float32Array {
	const random = createRandom(1);
	const n = Math.round(1.2 * sampleRate);
	return Float32Array.from({ length: n }, (_, i) => {
		const t = i / sampleRate;
		const open = t < 0.5 || t > 0.7 ? 1 : 0;
		let sum = 0;
		for (let h = 1; h <= 20; h++) sum += Math.sin(2 * Math.PI * 140 * h * t) / h;
		return gain * (0.1 * open * sum + 0.001 * random.normal());
	});
}

describe.each(featureSets().map((set) => [set.id, set] as const))("feature set %s", (id, set) => {
	it("names its version in its id and every number once", () => {
		expect(id).toBe(`${set.name}@${set.version}`);
		const names = set.features.map((feature) => feature.name);
		expect(new Set(names).size).toBe(names.length);
		for (const feature of set.features) {
			expect(feature.unit).not.toBe("");
			expect(feature.source).not.toBe("");
			expect(feature.description).not.toBe("");
		}
	});

	it("gives as many numbers as it names, all finite for a voice", () => {
		const values = set.extract(voice(set.sampleRate));
		expect(values.columns).toBe(set.features.length);
		const middle = (values.rows >> 2) * values.columns;
		const odd = set.features.filter((_, c) => !Number.isFinite(values.data[middle + c])).map((f) => f.name);
		expect(odd).toEqual([]);
	});

	it("gives the same bytes for the same signal", () => {
		expect(set.extract(voice(set.sampleRate)).data).toEqual(set.extract(voice(set.sampleRate)).data);
	});

	it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %s among the samples in one sentence", (wrong) => {
		const signal = new Float32Array(1000);
		signal[160] = wrong;
		expect(() => set.extract(signal)).toThrow(
			`${id}: every sample must be a finite number, got ${wrong} at sample 160`,
		);
	});

	it.each([
		["nothing", 0],
		["one sample", 1],
		["5 ms of silence", 0.005],
		["half a second of silence", 0.5],
	])("does not crash on %s", (_, seconds) => {
		const length = seconds === 1 ? 1 : Math.round(seconds * set.sampleRate);
		const values = set.extract(new Float32Array(length));
		expect(values.columns).toBe(set.features.length);
	});
});

describe("undertone", () => {
	it.each([1, 2])("@%i does not depend on the level of the recording", (version) => {
		const set = getFeatureSet(`undertone@${version}`);
		const loud = set.extract(voice(16000)).data;
		const quiet = set.extract(voice(16000, 1 / 256)).data;
		expect(quiet).toBeCloseToArray(loud, { rtol: 1e-3, atol: 1e-3 });
	});

	it("has every number of the set before, and more", () => {
		const sets = ["undertone@1", "undertone@2", "personal@1"].map(getFeatureSet);
		const [first, second, third] = sets.map((set) => set.extract(voice(16000)).data);
		expect(second?.subarray(0, first?.length)).toEqual(first);
		expect(third?.subarray(0, second?.length)).toEqual(second);
	});

	it("hears the pitch of a voice", () => {
		const set = getFeatureSet("undertone@1");
		const at = set.features.findIndex((feature) => feature.name === "f0_percentile50");
		expect(set.extract(voice(16000)).data[at]).toBeCloseTo(12 * Math.log2(140 / 27.5), 1);
	});
});

describe("getFeatureSet", () => {
	it("takes a name for its newest version, and refuses others with a list", () => {
		expect(getFeatureSet("s1-mfcc40").id).toBe("s1-mfcc40@1");
		expect(() => getFeatureSet("nothing")).toThrow(
			/there is no feature set "nothing", expected one of s1-mfcc40@1, /,
		);
	});
});
