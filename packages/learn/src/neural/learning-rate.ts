/** How the learning rate goes over a training. */
export interface Schedule {
	/** `cosine` falls to 0 along a half cosine; `one-cycle` also rises over the first 30 %. */
	readonly kind: "constant" | "cosine" | "one-cycle";
	/** Share of the training over which the rate rises linearly from 0; 0 by default (0.3 for `one-cycle`). */
	readonly warmUp?: number;
}

/**
 * The factor on the learning rate at a point of the training.
 *
 * @param progress - Share of the steps done, in [0, 1).
 * @see Loshchilov & Hutter (2017), arXiv:1608.03983; Smith & Topin (2018), arXiv:1708.07120
 */
export function learningRateFactor({ kind, warmUp }: Schedule, progress: number): number {
	const rise = warmUp ?? (kind === "one-cycle" ? 0.3 : 0);
	if (progress < rise) return (progress + 1e-3) / (rise + 1e-3);
	if (kind === "constant") return 1;
	return 0.5 * (1 + Math.cos((Math.PI * (progress - rise)) / (1 - rise)));
}
