import { createRandom, zeros } from "@undertone/core";
import type { Dataset } from "../dataset.ts";

/** Frames and bands of {@link glides}. */
export const glideShape = { frames: 12, bands: 8 } as const;

/**
 * Pictures of a line that rises, falls or stays level at a random height, with noise: no single element tells
 * them apart. Every tenth sample has no last frames (NaN).
 */
export function glides(rows: number, seed: number): Dataset {
	const random = createRandom(seed);
	const { frames, bands } = glideShape;
	const x = zeros(rows, frames * bands);
	const y = new Int32Array(rows);
	for (let r = 0; r < rows; r++) {
		const c = r % 3;
		y[r] = c;
		const slope = [0.45, -0.45, 0][c] as number;
		const middle = 2.5 + 2 * random.next();
		for (let t = 0; t < frames; t++) {
			const centre = middle + slope * (t - (frames - 1) / 2);
			for (let b = 0; b < bands; b++) {
				const at = r * x.columns + t * bands + b;
				const line = 4 * Math.exp(-((b - centre) ** 2));
				x.data[at] = r % 10 === 9 && t > 9 ? Number.NaN : -20 + 3 * (line + 0.4 * random.normal());
			}
		}
	}
	return { x, y, labels: ["sad", "happy", "angry"] };
}
