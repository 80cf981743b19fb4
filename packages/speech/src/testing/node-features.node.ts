import { getFeatureSet } from "../sets/registry.ts";
import { knownSignal, type knownSignals } from "./known-signals.ts";

/**
 * What a feature set gives of a known signal in Node: the browser tests ask for it while they run.
 *
 * @returns Null where a value is not finite.
 */
export function nodeFeatures(id: string, signal: (typeof knownSignals)[number]): (number | null)[] {
	const set = getFeatureSet(id);
	return Array.from(set.extract(knownSignal(signal, set.sampleRate)).data, (x) =>
		Number.isFinite(x) ? x : null,
	);
}
