import type { TrustRamp } from "../trust.ts";

/**
 * Trust in a voice, by the decibels that speech stands above its noise, and in a face, by its sharpness (see
 * `FaceQuality`): what the fitting half of `undertone reproduce fusion` chose, which prints them.
 */
export const trustRamps = {
	voice: { none: 2, full: 10 },
	face: { none: 0.2, full: 0.2 },
} as const satisfies Readonly<Record<string, TrustRamp>>;
