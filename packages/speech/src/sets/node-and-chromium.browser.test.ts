import { describe, expect, it } from "vitest";
import { commands } from "vitest/browser";
import { knownSignal, knownSignals } from "../testing/known-signals.ts";
import { featureSets } from "./registry.ts";

/** Runs in Node, see vitest.config.ts. */
const { nodeFeatures } = commands as unknown as {
	nodeFeatures(id: string, signal: string): Promise<(number | null)[]>;
};

describe("Node and Chromium", () => {
	it.each(featureSets().map((set) => [set.id, set] as const))(
		"%s: the same numbers within 1e-6, near zero within 1e-6 of the feature's largest",
		async (id, set) => {
			const columns = set.features.length;
			const largest = new Float64Array(columns);
			const pairs: [number | null, number | null][][] = [];
			for (const name of knownSignals) {
				const here = set.extract(knownSignal(name, set.sampleRate)).data;
				const there = await nodeFeatures(id, name);
				expect(there.length).toBe(here.length);
				pairs.push(there.map((value, i) => [value, Number.isFinite(here[i]) ? (here[i] as number) : null]));
				for (const [i, value] of there.entries()) {
					largest[i % columns] = Math.max(largest[i % columns] as number, Math.abs(value ?? 0));
				}
			}
			const apart = pairs.flatMap((values, s) =>
				values.flatMap(([there, here], i) => {
					if (there === null || here === null) return there === here ? [] : [`${knownSignals[s]} ${i}`];
					const floor = largest[i % columns] as number;
					const allowed = 1e-6 * Math.max(Math.abs(there), floor);
					return Math.abs(there - here) <= allowed
						? []
						: [`${set.features[i % columns]?.name} of ${knownSignals[s]}: ${there} in Node, ${here} here`];
				}),
			);
			expect(apart).toEqual([]);
		},
	);
});
