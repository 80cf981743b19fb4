import { classicFrames, classic180 as classicMeans } from "../spectral/classic180.ts";
import type { FeatureSet } from "./feature-set.ts";
import { meansInPieces } from "./frames-in-pieces.ts";
import { gatherLibrosaWhole } from "./librosa-whole.ts";
import { sideBySide } from "./side-by-side.ts";

const sampleRate = 16000;
const pitchClasses = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/** The 180 means of many speech-emotion tutorials: 40 MFCC, 12 chroma, 128 mel bands, librosa's defaults, 16 kHz. */
export const classic180: FeatureSet = {
	id: "classic180@1",
	name: "classic180",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: [
		...Array.from({ length: 40 }, (_, i) => ({
			name: `mfcc${i}_mean`,
			unit: i === 0 ? "dB" : "1",
			source: "librosa",
			description: `Mean over all frames of MFCC ${i} (window 2048, step 512 samples, 128 mel bands).`,
		})),
		...pitchClasses.map((name) => ({
			name: `chroma${name}_mean`,
			unit: "1",
			source: "librosa",
			description: `Mean over all frames of the share of pitch class ${name} in the magnitude spectrum, largest class 1.`,
		})),
		...Array.from({ length: 128 }, (_, i) => ({
			name: `mel${i}_mean`,
			unit: "power",
			source: "librosa",
			description: `Mean over all frames of the power in mel band ${i} of 128, 0–8,000 Hz.`,
		})),
	],
	extract: (signal) => {
		const values = classicMeans(signal, { sampleRate });
		return { rows: 1, columns: values.length, data: Float32Array.from(values) };
	},
	inPieces: async function* (signal) {
		const whole = await gatherLibrosaWhole(signal, sampleRate, "magnitude");
		yield new Float32Array(
			await meansInPieces(signal, 512, (part) => sideBySide(classicFrames(part, { sampleRate }, whole))),
		);
	},
};
