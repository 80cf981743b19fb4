import { columnMeans } from "../functionals/column-means.ts";
import { mfcc } from "../spectral/mfcc.ts";
import type { FeatureSet } from "./feature-set.ts";
import { meansInPieces } from "./frames-in-pieces.ts";
import { gatherLibrosaWhole } from "./librosa-whole.ts";

const sampleRate = 22050;
const nMfcc = 40;

/** The second paper's input: the means of 40 MFCC at 22,050 Hz, librosa's defaults otherwise. */
export const s1Mfcc40: FeatureSet = {
	id: "s1-mfcc40@1",
	name: "s1-mfcc40",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: Array.from({ length: nMfcc }, (_, i) => ({
		name: `mfcc${i}_mean`,
		unit: i === 0 ? "dB" : "1",
		source: "librosa",
		description: `Mean over all frames of MFCC ${i} (window 2048, step 512 samples, 128 mel bands).`,
	})),
	extract: (signal) => {
		const means = columnMeans(mfcc(signal, { sampleRate, nMfcc }));
		return { rows: 1, columns: nMfcc, data: Float32Array.from(means) };
	},
	inPieces: async function* (signal) {
		const { highest } = await gatherLibrosaWhole(signal, sampleRate, null);
		yield new Float32Array(
			await meansInPieces(signal, 512, (part) => mfcc(part, { sampleRate, nMfcc, highest })),
		);
	},
};
