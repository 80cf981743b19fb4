/** A rectangle in a picture that may be turned. */
export interface Region {
	/** Its middle, pixels. */
	readonly centerX: number;
	readonly centerY: number;
	/** Pixels, before it is turned. */
	readonly width: number;
	readonly height: number;
	/** Radians, clockwise as seen (y points down). */
	readonly rotation: number;
}

/** A point of a region, given in shares of its width and height from its own top left corner, in pixels of the picture. */
export function regionToImage(region: Region, u: number, v: number): [x: number, y: number] {
	const dx = (u - 0.5) * region.width;
	const dy = (v - 0.5) * region.height;
	const cos = Math.cos(region.rotation);
	const sin = Math.sin(region.rotation);
	return [region.centerX + dx * cos - dy * sin, region.centerY + dx * sin + dy * cos];
}
