import { type Matrix, row } from "@undertone/core";
import { logDensity, logSumExp } from "../classical/diagonal-gaussian.ts";
import type { Background } from "./fit-background.ts";

/** What a clip's frames say about every Gaussian of a background (Baum–Welch statistics). */
export interface FrameStatistics {
	/** Frames that belong to each Gaussian, shape `[components]`; they sum to the clip's frames. */
	readonly occupancies: Float64Array;
	/** Sum of these frames' distances from its mean, in its deviations; shape `[components, features]`. */
	readonly firstOrder: Float64Array;
}

/**
 * Zeroth and first order statistics of a clip, the latter centred and scaled by the background.
 *
 * @param frames - Shape `[frames, features]`, without NaN.
 * @see Dehak et al. (2011), doi:10.1109/TASL.2010.2064307, equations 3 and 5
 */
export function frameStatistics(frames: Matrix, background: Background): FrameStatistics {
	const f = frames.columns;
	const occupancies = new Float64Array(background.length);
	const firstOrder = new Float64Array(background.length * f);
	const logs = new Float64Array(background.length);
	for (let t = 0; t < frames.rows; t++) {
		const line = row(frames, t);
		for (const [c, gaussian] of background.entries()) logs[c] = logDensity(gaussian, line);
		const whole = logSumExp(logs);
		for (const [c, { mean }] of background.entries()) {
			const share = Math.exp((logs[c] as number) - whole);
			occupancies[c] = (occupancies[c] as number) + share;
			const at = c * f;
			for (let i = 0; i < f; i++) {
				firstOrder[at + i] =
					(firstOrder[at + i] as number) + share * ((line[i] as number) - (mean[i] as number));
			}
		}
	}
	for (const [c, { precision }] of background.entries()) {
		for (let i = 0; i < f; i++) {
			firstOrder[c * f + i] = (firstOrder[c * f + i] as number) * Math.sqrt(precision[i] as number);
		}
	}
	return { occupancies, firstOrder };
}
