import { cepstra1, cepstra2 } from "./cepstra.ts";
import { classic180 } from "./classic180.ts";
import type { FeatureSet } from "./feature-set.ts";
import { gemaps88Frames1, gemaps881 } from "./gemaps88-1.ts";
import { librosa1, librosa2, librosaMeans1 } from "./librosa.ts";
import { logmel } from "./logmel.ts";
import { mfccChroma } from "./mfcc-chroma.ts";
import { personal1 } from "./personal-1.ts";
import { praat1, praat2 } from "./praat.ts";
import { praatFrames1, praatPulses1 } from "./praat-frames-1.ts";
import { prosody1 } from "./prosody-1.ts";
import { s1Mfcc40 } from "./s1-mfcc40.ts";
import { spectral } from "./spectral.ts";
import { spectral2, spectralFrames1 } from "./spectral-2.ts";
import { temporal1 } from "./temporal-1.ts";
import { undertone1 } from "./undertone-1.ts";
import { steady1, undertone2 } from "./undertone-2.ts";
import { voice1 } from "./voice-1.ts";

const sets: readonly FeatureSet[] = [
	s1Mfcc40,
	classic180,
	spectral,
	spectral2,
	spectralFrames1,
	undertone1,
	undertone2,
	steady1,
	personal1,
	logmel,
	cepstra1,
	cepstra2,
	mfccChroma,
	librosa1,
	librosa2,
	librosaMeans1,
	praat1,
	praat2,
	praatFrames1,
	praatPulses1,
	gemaps881,
	gemaps88Frames1,
	prosody1,
	temporal1,
	voice1,
].map(refusingNonNumbers);

/** A sample that is no number would spread through windows and paths in silence. */
function refusingNonNumbers(set: FeatureSet): FeatureSet {
	return {
		...set,
		extract: (signal) => {
			let sum = 0;
			for (let i = 0; i < signal.length; i++) sum += 0 * (signal[i] as number);
			if (sum !== 0) {
				const at = signal.findIndex((x) => !Number.isFinite(x));
				throw new RangeError(
					`${set.id}: every sample must be a finite number, got ${signal[at]} at sample ${at} (${(at / set.sampleRate).toFixed(4)} s). Set it to 0, or cut it out.`,
				);
			}
			return set.extract(signal);
		},
	};
}

/** Every feature set there is, old versions included: a model names the one it was trained on. */
export function featureSets(): readonly FeatureSet[] {
	return sets;
}

/**
 * A feature set by id (`s1-mfcc40@1`), or by name, which gives its newest version.
 *
 * @throws {RangeError} If there is none; the message lists what exists.
 */
export function getFeatureSet(idOrName: string): FeatureSet {
	const exact = sets.find((set) => set.id === idOrName);
	if (exact !== undefined) return exact;
	const [newest] = sets.filter((set) => set.name === idOrName).sort((a, b) => b.version - a.version);
	if (newest !== undefined) return newest;
	const known = sets.map((set) => set.id).join(", ");
	throw new RangeError(`getFeatureSet: there is no feature set "${idOrName}", expected one of ${known}.`);
}
