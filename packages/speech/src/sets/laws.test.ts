import { describe, expect, it } from "vitest";
import { knownSignal } from "../testing/known-signals.ts";
import { type SetLaws, setLaws } from "../testing/set-laws.ts";
import { featureSets } from "./registry.ts";

const changes: readonly (readonly [keyof SetLaws, string, (x: number) => number])[] = [
	["gain", "half the amplitude", (x) => 0.5 * x],
	["polarity", "the signal upside down", (x) => -x],
	["offset", "0.02 added to every sample", (x) => x + 0.02],
];

describe.each(featureSets().map((set) => [set.id, set] as const))("laws of %s", (id, set) => {
	const signal = knownSignal("voice", set.sampleRate);
	const before = set.extract(signal);
	/** Largest absolute value of each column: differences are held against it too. */
	const scales = new Float64Array(before.columns);
	for (let i = 0; i < before.data.length; i++) {
		const c = i % before.columns;
		const size = Math.abs(before.data[i] as number);
		if (Number.isFinite(size)) scales[c] = Math.max(scales[c] as number, size);
	}

	it.each(changes)("%s: %s changes what the page says and nothing else", (law, _, change) => {
		const after = set.extract(signal.map(change));
		const changed = new Set<string>();
		for (let i = 0; i < before.data.length; i++) {
			const c = i % before.columns;
			const was = before.data[i] as number;
			const is = after.data[i] as number;
			if (Number.isNaN(was) && Number.isNaN(is)) continue;
			// 32-bit floats of values near zero, beside larger ones of the same column.
			const tolerance = 1e-4 + 1e-3 * Math.max(Math.abs(was), 1e-3 * (scales[c] as number));
			if (!(Math.abs(is - was) <= tolerance)) changed.add(set.features[c]?.name ?? "");
		}
		const expected = setLaws[id]?.[law];
		expect(expected, `testing/set-laws.ts has no ${law} of ${id}`).toBeDefined();
		expect([...changed].filter((name) => expected?.[0].test(name) !== true)).toEqual([]);
		if (expected !== null) expect(changed.size).toBeGreaterThan(0);
	});
});
