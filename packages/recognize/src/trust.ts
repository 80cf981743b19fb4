/** How trust grows with quality: 0 up to `none`, 1 from `full` on, evenly between. */
export interface TrustRamp {
	readonly none: number;
	readonly full: number;
}

/** Trust in something of this quality, in [0, 1]. */
export function trustIn(quality: number, { none, full }: TrustRamp): number {
	if (quality >= full) return 1;
	return quality <= none ? 0 : (quality - none) / (full - none);
}
