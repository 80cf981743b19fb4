import { describe, expect, it } from "vitest";
import { harmonicLevelNames, harmonicLevels } from "./harmonic-levels.ts";

const frames = 40;
/** Amplitudes of the harmonics of 200 Hz. */
const amplitudes = new Map([
	[1, 0.2],
	[2, 0.1],
	[4, 0.4],
	[7, 0.05],
	[13, 0.02],
]);
const signal = Float32Array.from({ length: frames * 160 }, (_, i) => {
	let x = 0;
	for (const [h, a] of amplitudes) x += a * Math.sin((2 * Math.PI * 200 * h * i) / 16000 + h);
	return x;
});
const contour = (value: number): Float64Array => new Float64Array(frames).fill(value);
const formants = [contour(800), contour(1400), contour(2600)];
const db = (a: number, b: number): number => 20 * Math.log10(a / b);

describe("harmonicLevels of harmonics of known amplitudes", () => {
	it.each([
		["h1H2", db(0.2, 0.1)],
		["h1A3", db(0.2, 0.02)],
		["f1Level", db(0.4, 0.2)],
		["f2Level", db(0.05, 0.2)],
		["f3Level", db(0.02, 0.2)],
	] as const)("%s is %d dB within 0.75", (name, expected) => {
		const levels = harmonicLevels(signal, contour(200), formants);
		const values = levels[harmonicLevelNames.indexOf(name)] as Float64Array;
		// Away from the ends, where a window is half silence. A harmonic midway between two bins of 15.6 Hz loses up to
		// 0.7 dB: levels are those of the strongest bin.
		for (let t = 5; t < frames - 5; t++)
			expect(Math.abs((values[t] as number) - expected)).toBeLessThan(0.75);
	});

	it("law: gain changes none, an unvoiced frame has none, a frame without F3 no h1A3", () => {
		const f0 = contour(200);
		f0[20] = Number.NaN;
		const third = contour(2600);
		third[21] = Number.NaN;
		const tracks = [contour(800), contour(1400), third];
		const levels = harmonicLevels(signal, f0, tracks);
		const louder = harmonicLevels(
			signal.map((x) => 2 * x),
			f0,
			tracks,
		);
		for (const [i, values] of levels.entries()) {
			expect(louder[i]?.slice(5, 20)).toBeCloseToArray(values.slice(5, 20), { rtol: 1e-6, atol: 1e-6 });
			expect(values[20]).toBeNaN();
		}
		expect(levels[4]?.[21]).toBeNaN();
		expect(levels[3]?.[21]).not.toBeNaN();
	});
});
