import { chroma } from "../spectral/chroma.ts";
import { mfcc } from "../spectral/mfcc.ts";
import type { FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const hopLength = 512;
const nMfcc = 40;
const pitchClasses = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"] as const;

/** 40 MFCC and 12 chroma of every frame with librosa's defaults: what the first paper gives to its CNN. */
export const mfccChroma: FeatureSet = {
	id: "mfcc-chroma@1",
	name: "mfcc-chroma",
	version: 1,
	sampleRate,
	kind: "frames",
	hopLength,
	features: [
		...Array.from({ length: nMfcc }, (_, i) => ({
			name: `mfcc${i}`,
			unit: "dB",
			source: "librosa",
			description: `MFCC ${i} of 128 mel bands (FFT 2048, step 512 samples).`,
		})),
		...pitchClasses.map((name) => ({
			name: `chroma${name.replace("#", "Sharp")}`,
			unit: "1",
			source: "librosa",
			description: `Share of pitch class ${name}, the strongest of a frame being 1 (FFT 2048, step 512 samples).`,
		})),
	],
	extract: (signal) => {
		const options = { sampleRate, nFft: 2048, hopLength };
		const [timbre, pitches] = [mfcc(signal, { ...options, nMfcc }), chroma(signal, options)];
		const columns = nMfcc + pitchClasses.length;
		const data = new Float32Array(timbre.rows * columns);
		for (let t = 0; t < timbre.rows; t++) {
			data.set(timbre.data.subarray(t * nMfcc, (t + 1) * nMfcc), t * columns);
			data.set(
				pitches.data.subarray(t * pitchClasses.length, (t + 1) * pitchClasses.length),
				t * columns + nMfcc,
			);
		}
		return { rows: timbre.rows, columns, data };
	},
};
