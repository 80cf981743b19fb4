import { hzToMel, melToHz } from "./mel.ts";
import type { MelOptions } from "./mel-filterbank.ts";

/**
 * Where each band of a mel filterbank gives way to the next: the frequencies at which neighbouring triangles of one
 * height cross, and the ends of the whole.
 *
 * @returns Hz, shape `[nMels + 1]`, rising; band j lies between j and j + 1.
 *
 * @example
 * melBandEdges({ sampleRate: 16000, nMels: 2, fMax: 1000 }) // => [0, 500, 1000]
 */
export function melBandEdges({
	sampleRate,
	nMels = 128,
	fMin = 0,
	fMax = sampleRate / 2,
	melScale = "slaney",
}: MelOptions): number[] {
	const low = hzToMel(fMin, melScale);
	const step = (hzToMel(fMax, melScale) - low) / (nMels + 1);
	const corner = (i: number): number => melToHz(low + step * i, melScale);
	return Array.from({ length: nMels + 1 }, (_, j) => {
		if (j === 0) return fMin;
		return j === nMels ? fMax : (corner(j) + corner(j + 1)) / 2;
	});
}
