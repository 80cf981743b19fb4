import { describe, expect, it } from "vitest";
import { spectralShape, spectralShapeNames } from "./spectral-shape.ts";

const sampleRate = 16000;
const bins = 257;
/** Hz from bin to bin. */
const hz = 31.25;

/** The descriptors of spectra given as power by frequency. */
function shapeOf(...spectra: ((frequency: number, bin: number) => number)[]): Record<string, number>[] {
	const data = Float64Array.from(
		spectra.flatMap((power) => Array.from({ length: bins }, (_, k) => power(k * hz, k))),
	);
	const shape = spectralShape({ rows: spectra.length, columns: bins, data }, sampleRate);
	return spectra.map((_, t) =>
		Object.fromEntries(
			spectralShapeNames.map((name, c) => [name, shape.data[t * shape.columns + c] as number]),
		),
	);
}

describe("spectralShape by hand", () => {
	it("one line: centroid and roll-off lie on it, bandwidth 0", () => {
		const [shape] = shapeOf((_, k) => (k === 32 ? 3 : 0));
		expect(shape?.centroid).toBeCloseTo(1000, 9);
		expect(shape?.bandwidth).toBeCloseTo(0, 6);
		expect(shape?.rolloff85).toBeCloseTo(1000, 9);
	});

	it("two equal lines: the centroid between them, the bandwidth half their distance", () => {
		const [shape] = shapeOf((_, k) => (k === 32 || k === 96 ? 1 : 0));
		expect(shape?.centroid).toBeCloseTo(2000, 9);
		expect(shape?.bandwidth).toBeCloseTo(1000, 9);
		expect(shape?.rolloff85).toBeCloseTo(3000, 9);
	});

	it("a flat spectrum: flatness 0 dB, slopes 0, alpha ratio by the number of bins", () => {
		const [shape] = shapeOf(() => 0.25);
		expect(shape?.flatness).toBeCloseTo(0, 9);
		expect(shape?.slope0to500).toBeCloseTo(0, 9);
		expect(shape?.slope500to1500).toBeCloseTo(0, 9);
		expect(shape?.hammarbergIndex).toBeCloseTo(0, 9);
		// 50–1000 Hz are bins 2 … 31, 1–5 kHz bins 32 … 159.
		expect(shape?.alphaRatio).toBeCloseTo(10 * Math.log10(30 / 128), 6);
	});

	it("a spectrum that falls by 12 dB a kilohertz has those slopes", () => {
		const [shape] = shapeOf((frequency) => 10 ** (-0.0012 * frequency));
		expect(shape?.slope0to500).toBeCloseTo(-12, 6);
		expect(shape?.slope500to1500).toBeCloseTo(-12, 6);
		// Strongest of 0–2 kHz at 0 Hz, of 2–5 kHz at 2 kHz.
		expect(shape?.hammarbergIndex).toBeCloseTo(24, 6);
	});

	it("flux: none of a spectrum that stays, √2 of one line that becomes another, none defined at first", () => {
		const line = (at: number) => (_: number, k: number) => (k === at ? 1 : 0);
		const [first, second, third] = shapeOf(line(10), line(10), line(20));
		expect(first?.flux).toBeNaN();
		expect(second?.flux).toBeCloseTo(0, 9);
		expect(third?.flux).toBeCloseTo(Math.SQRT2, 9);
	});

	it("law: no descriptor changes with the level; without power all are undefined", () => {
		const power = (frequency: number, k: number): number => Math.exp(-frequency / 900) * (1 + (k % 7));
		const [quiet, loud] = [1e-6, 1e3].map((gain) => shapeOf((f, k) => gain * power(f, k))[0]);
		for (const name of spectralShapeNames) {
			if (name !== "flux") expect(loud?.[name]).toBeCloseTo(quiet?.[name] as number, 6);
		}
		const [silent] = shapeOf(() => 0);
		for (const name of spectralShapeNames) expect(silent?.[name]).toBeNaN();
	});
});
