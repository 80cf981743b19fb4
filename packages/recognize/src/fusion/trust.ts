/** How trust in a source grows with its quality: 0 up to `none`, 1 from `full` on, evenly between. */
export interface TrustRamp {
	readonly none: number;
	readonly full: number;
}

/**
 * Of a voice, by the decibels that speech stands above its noise; of a face, by its sharpness (see `FaceQuality`): what
 * the fitting half of `undertone reproduce fusion` chose, which prints them.
 */
export const trustRamps = {
	voice: { none: 14, full: 14 },
	face: { none: 0.2, full: 0.2 },
} as const satisfies Readonly<Record<string, TrustRamp>>;

/** Trust in a source of this quality, in [0, 1]. */
export function trustIn(quality: number, { none, full }: TrustRamp): number {
	if (quality >= full) return 1;
	return quality <= none ? 0 : (quality - none) / (full - none);
}
