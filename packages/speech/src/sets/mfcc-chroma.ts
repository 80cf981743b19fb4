import type { Matrix } from "@undertone/core";
import { chroma } from "../spectral/chroma.ts";
import { mfcc } from "../spectral/mfcc.ts";
import type { FeatureSet } from "./feature-set.ts";
import { rowsInPieces } from "./frames-in-pieces.ts";
import { gatherLibrosaWhole, type LibrosaWhole } from "./librosa-whole.ts";
import { sideBySide } from "./side-by-side.ts";

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
		const { rows, columns, data } = framesOf(signal);
		return { rows, columns, data: new Float32Array(data) };
	},
	inPieces: async function* (signal) {
		const whole = await gatherLibrosaWhole(signal, sampleRate, "power");
		yield* rowsInPieces(signal, hopLength, (part) => framesOf(part, whole));
	},
};

function framesOf(signal: Float32Array, whole?: LibrosaWhole): Matrix {
	const options = { sampleRate, nFft: 2048, hopLength };
	return sideBySide([
		mfcc(signal, { ...options, nMfcc, ...(whole && { highest: whole.highest }) }),
		chroma(signal, { ...options, ...(whole && { tuning: whole.tuning }) }),
	]);
}
