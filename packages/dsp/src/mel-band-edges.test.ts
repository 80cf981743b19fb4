import { describe, expect, it } from "vitest";
import { melBandEdges } from "./mel-band-edges.ts";
import { melFilterbank } from "./mel-filterbank.ts";

describe("melBandEdges", () => {
	it("puts the edge of two bands where their triangles cross, by hand", () => {
		// Linear below 1 kHz: triangles with corners 0, 333, 667 and 333, 667, 1000 Hz cross at 500.
		expect(melBandEdges({ sampleRate: 16000, nMels: 2, fMax: 1000 })).toBeCloseToArray([0, 500, 1000], {
			rtol: 0,
			atol: 1e-9,
		});
	});

	it("gives every frequency to the band whose triangle is highest there", () => {
		const options = { sampleRate: 16000, nFft: 4096, nMels: 64, fMin: 50, norm: null } as const;
		const edges = melBandEdges(options);
		const { bands } = melFilterbank(options);
		for (let k = 20; k < 2040; k += 7) {
			const hz = (k * options.sampleRate) / options.nFft;
			const heights = bands.map(({ first, weights }) => weights[k - first] ?? 0);
			const [low = 0, high = 0] = edges.slice(heights.indexOf(Math.max(...heights)));
			expect(hz).toBeGreaterThanOrEqual(low - 1e-9);
			expect(hz).toBeLessThanOrEqual(high + 1e-9);
		}
	});
});
