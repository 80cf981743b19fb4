import { describe, expect, it } from "vitest";
import { praatReferences } from "../testing/praat-reference.node.ts";
import { praat1, praat2 } from "./praat.ts";
import { praatFrames1, praatPulses1 } from "./praat-frames-1.ts";

// Noise, silence and pure tones have no formants, and a chirp beyond the ceiling no periods, to agree on.
const voices = praatReferences().filter(({ name }) => /vowel|phrases/.test(name));

/** Tolerances, relative or absolute, of the columns of Praat's table. */
function toleranceOf(column: string, expected: number): number {
	if (/^(jitter|shimmer)/.test(column)) return Math.max(1e-4, 0.02 * Math.abs(expected));
	// Beyond 40 dB the ratio hangs on the rounding of an interpolation.
	if (column.startsWith("hnr")) return expected > 40 ? 1 : 0.2;
	if (column.startsWith("int_")) return 0.05;
	// A sum of steps of a steady pitch: each is as small as the agreement of F0.
	if (column === "f0_slope_wo_octave_jumps") return 0.02 * expected;
	if (/^[fb][123]/.test(column)) return 0.01 * Math.abs(expected);
	return Math.max(1e-6, 0.001 * Math.abs(expected));
}

describe.each(voices)("set praat of $name", ({ name, signal, table }) => {
	const values = praat2.extract(signal).data;

	it.each(praat2.features.map((feature, i) => [feature.name, i] as const))("%s is Praat's", (column, i) => {
		const expected = table[column] as number;
		const own = values[i] as number;
		if (Number.isNaN(expected)) return expect(own).toBeNaN();
		// Between phrases stand digital zeros: formants are the ringing of filters there, the ratio is beyond 40 dB beside
		// them, and a parabola through −300 dB finds another minimum (docs/features/agreement-praat.md).
		if (name === "phrases" && /^[fb][123]|^hnr_cc_sd|^int_min/.test(column)) return;
		// A pure vowel has five formants in a steady place: deviations are rounding against rounding.
		const least = /_sd/.test(column) ? 0.5 : 0;
		expect(Math.abs(own - expected)).toBeLessThanOrEqual(Math.max(least, toleranceOf(column, expected)));
	});

	it("praat@1 has the same numbers but where voicing decides over formants", () => {
		const first = praat1.extract(signal).data;
		for (const [i, { name: column }] of praat1.features.entries()) {
			if (!column.endsWith("_mean_voiced")) expect(first[i]).toEqual(values[i]);
		}
	});
});

describe.each(voices)("set praat-frames of $name", ({ name, signal, contour }) => {
	const { rows, columns, data } = praatFrames1.extract(signal);
	const column = (wanted: string): number[] => {
		const c = praatFrames1.features.findIndex((feature) => feature.name === wanted);
		return Array.from({ length: rows }, (_, t) => data[t * columns + c] as number);
	};

	it.each([
		["pitch_ac", "pitch_ac_t"],
		["intensity", "intensity_t"],
		["hnr_cc", "hnr_cc_t"],
		["formant_burg", "formant_burg_t"],
	] as const)("%s lies on Praat's own times", (kind, times) => {
		const expected = contour(kind).map(([time = 0]) => time);
		const own = column(times);
		expect(own.filter((time) => !Number.isNaN(time))).toHaveLength(expected.length);
		expect(own.slice(0, expected.length)).toBeCloseToArray(expected, { rtol: 1e-6, atol: 1e-6 });
	});

	it("F0, intensity and harmonicity", () => {
		const f0 = contour("pitch_ac").map(([, hertz = 0]) => (hertz === 0 ? Number.NaN : hertz));
		expect(column("f0_hz").slice(0, f0.length)).toBeCloseToArray(f0, { rtol: 1e-3, atol: 0 });
		const level = contour("intensity").map(([, db = 0]) => db);
		expect(column("intensity_dB").slice(0, level.length)).toBeCloseToArray(level, { rtol: 0, atol: 0.05 });
		for (const [t, [, db = 0]] of contour("hnr_cc").entries()) {
			const own = column("hnr_cc_dB")[t] as number;
			if (name !== "phrases" && db < 40 && db !== -200 && !Number.isNaN(own))
				expect(Math.abs(own - db)).toBeLessThan(0.2);
		}
	});

	it.skipIf(name === "phrases")("formants 1 to 3 with their bandwidths, frame by frame", () => {
		const expected = contour("formant_burg");
		let outside = 0;
		for (const [t, row] of expected.entries()) {
			for (const [i, wanted] of ["f1", "b1", "f2", "b2", "f3", "b3"].entries()) {
				const value = row[1 + i] as number;
				const own = column(wanted)[t] as number;
				if (!(Math.abs(own - value) <= Math.max(1, 0.01 * value))) outside++;
			}
		}
		// A frame at the very edge of the signal may lose a formant to the 50 Hz limit.
		expect(outside).toBeLessThanOrEqual(0.01 * 6 * expected.length);
	});

	it("pulses as times", () => {
		const expected = contour("pulses").map(([time = 0]) => time);
		const pulses = praatPulses1.extract(signal);
		const times = Array.from({ length: pulses.rows }, (_, i) => pulses.data[2 * i] as number);
		expect(times).toBeCloseToArray(expected, { rtol: 0, atol: 1e-4 });
	});
});
