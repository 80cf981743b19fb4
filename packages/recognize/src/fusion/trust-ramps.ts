import type { TrustRamp } from "../trust.ts";

/**
 * Trust in a voice, by the decibels that speech stands above its noise, and in a face, by its sharpness (see
 * `FaceQuality`): what the fitting half of `undertone reproduce fusion` chose, which prints them.
 */
export const trustRamps = {
	voice: { none: 8, full: 20 },
	face: { none: 0.25, full: 0.25 },
} as const satisfies Readonly<Record<string, TrustRamp>>;
