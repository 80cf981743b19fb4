import type { Region } from "../region/region.ts";

/** Shortest side of a part worth looking at, pixels. */
const smallestSide = 96;

/**
 * The squares in which faces are looked for: the whole picture, and in a thorough search parts of a half and of a
 * quarter of its longer side, each overlapping the next by half.
 *
 * @returns One region, or up to 59.
 */
export function searchRegions(
	{ width, height }: { readonly width: number; readonly height: number },
	thorough: boolean,
): Region[] {
	const longer = Math.max(width, height);
	const regions: Region[] = [square(width / 2, height / 2, longer)];
	if (!thorough) return regions;
	for (const side of [longer / 2, longer / 4]) {
		if (side < smallestSide) break;
		for (const y of middles(height, side)) {
			for (const x of middles(width, side)) regions.push(square(x, y, side));
		}
	}
	return regions;
}

function square(centerX: number, centerY: number, side: number): Region {
	return { centerX, centerY, width: side, height: side, rotation: 0 };
}

/** Middles of stretches that cover a length, overlapping by at least half. */
function middles(length: number, side: number): number[] {
	if (length <= side) return [length / 2];
	const count = Math.ceil((length - side) / (side / 2)) + 1;
	return Array.from({ length: count }, (_, i) => side / 2 + (i * (length - side)) / (count - 1));
}
