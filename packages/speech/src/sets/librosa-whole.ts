import { decibels } from "@undertone/dsp";
import { cachedMelFilterbank } from "../spectral/mel-spectrogram.ts";
import { createTuningEstimator } from "../spectral/tuning.ts";
import { forEachPowerInPieces } from "./frames-in-pieces.ts";
import type { SignalPieces } from "./signal-pieces.ts";

/** What frames by librosa's definitions need of the whole recording. */
export interface LibrosaWhole {
	/** Level of the loudest of 128 mel bands, dB: MFCC are those of levels no more than 80 dB below it. */
	readonly highest: number;
	/** Share of a semitone; 0 where none is asked for. */
	readonly tuning: number;
}

/**
 * Goes through a recording once for {@link LibrosaWhole}, with librosa's window (2048, step 512 samples).
 *
 * @param tuningOf - Of which spectrum the tuning is taken; null for none.
 */
export async function gatherLibrosaWhole(
	signal: SignalPieces,
	sampleRate: number,
	tuningOf: "power" | "magnitude" | null,
): Promise<LibrosaWhole> {
	const nFft = 2048;
	const { packed } = cachedMelFilterbank({ sampleRate, nFft, nMels: 128 });
	const tuning = createTuningEstimator(sampleRate, nFft / 2 + 1);
	const spectrum = new Float64Array(nFft / 2 + 1);
	let loudest = 0;
	await forEachPowerInPieces(signal, { nFft, hopLength: 512 }, ({ rows, count, plan }) => {
		for (let r = 0; tuningOf !== null && r < count; r++) {
			for (let k = 0; k < spectrum.length; k++) {
				const power = rows[r * plan.stride + k] as number;
				spectrum[k] = tuningOf === "power" ? power : Math.sqrt(power);
			}
			tuning.add(spectrum, 0);
		}
		for (const power of plan.filter(packed, count)) loudest = Math.max(loudest, power);
	});
	return { highest: decibels(loudest), tuning: tuning.tuning() };
}
