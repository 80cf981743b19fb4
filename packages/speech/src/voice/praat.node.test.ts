import { describe, expect, it } from "vitest";
import { formants } from "../formants/formants.ts";
import { intensity } from "../intensity/intensity.ts";
import { pitch } from "../pitch/pitch.ts";
import { praatReferences } from "../testing/praat-reference.node.ts";
import { glottalPulses } from "./glottal-pulses.ts";
import { harmonicity } from "./harmonicity.ts";
import { jitter } from "./jitter.ts";
import { shimmer } from "./shimmer.ts";

const sampleRate = 16000;

/** The tolerance asked for jitter and shimmer: 2 % or 1e-4. */
function near(actual: number, expected: number | undefined): void {
	if (expected === undefined || Number.isNaN(expected)) expect(actual).toBeNaN();
	else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.max(1e-4, 0.02 * Math.abs(expected)));
}

describe.each(praatReferences())("$name is as Praat has it", ({ name, signal, table, contour }) => {
	const track = pitch(signal, { sampleRate });

	it("pitch: voicing, and F0 within 0.1 %", () => {
		const expected = contour("pitch_ac");
		expect(track.frames).toBe(expected.length);
		let wrong = 0;
		for (const [t, [time = 0, f0 = 0]] of expected.entries()) {
			expect(track.start + t * track.step).toBeCloseTo(time, 6);
			const own = track.f0[t] as number;
			if (Number.isNaN(own) !== (f0 === 0) || Math.abs(own / f0 - 1) > 0.001) wrong++;
		}
		expect(wrong).toBeLessThanOrEqual(0.01 * expected.length);
	});

	it("intensity within 0.05 dB", () => {
		const expected = contour("intensity").map(([, level = Number.NaN]) => level);
		expect(intensity(signal, { sampleRate }).decibels).toBeCloseToArray(expected, { rtol: 0, atol: 0.05 });
	});

	// A chirp beyond the pitch ceiling has no periods to agree on.
	it.skipIf(name.startsWith("chirp"))("pulses within 0.1 ms", () => {
		const expected = contour("pulses").map(([time = 0]) => time);
		expect(glottalPulses(signal, track, sampleRate)).toBeCloseToArray(expected, { rtol: 0, atol: 1e-4 });
	});

	it("jitter and shimmer", () => {
		const pulses = glottalPulses(signal, track, sampleRate);
		const { meanPeriod, jitterLocal, jitterAbsolute, jitterRap, jitterPpq5, jitterDdp } = jitter(pulses);
		near(meanPeriod, table.mean_period_s);
		near(jitterLocal, table.jitter_local);
		near(jitterAbsolute, table.jitter_local_abs);
		near(jitterRap, table.jitter_rap);
		near(jitterPpq5, table.jitter_ppq5);
		near(jitterDdp, table.jitter_ddp);
		const s = shimmer(signal, pulses, sampleRate);
		near(s.shimmerLocal, table.shimmer_local);
		near(s.shimmerLocalDb, table.shimmer_local_dB);
		near(s.shimmerApq3, table.shimmer_apq3);
		near(s.shimmerApq5, table.shimmer_apq5);
		near(s.shimmerApq11, table.shimmer_apq11);
		near(s.shimmerDda, table.shimmer_dda);
	});

	it.skipIf(name.startsWith("chirp"))("harmonicity within 0.2 dB below 40 dB", () => {
		// Beyond 40 dB, 1 − r is 1e-4: the rounding of an interpolation, of no meaning for voices.
		const own = harmonicity(signal, { sampleRate }).hnr;
		const wrong = contour("hnr_cc").filter(([, level = 0], t) => {
			const value = own[t] as number;
			if (level === -200 || Number.isNaN(value)) return (level === -200) !== Number.isNaN(value);
			return Math.abs(Math.min(40, value) - Math.min(40, level)) > 0.2;
		});
		// Noise has frames on the edge between two candidates.
		expect(wrong.length).toBeLessThanOrEqual(Math.ceil(0.02 * own.length));
	});

	// Where nothing sounds between speech, there are no formants to agree on, only ringing of filters.
	it.skipIf(!/vowel|noise/.test(name))("medians of formants within 1 %", () => {
		const own = formants(signal, { sampleRate });
		const rows = contour("formant_burg");
		expect(own.frames).toBe(rows.length);
		for (let f = 0; f < 3; f++) {
			const expected = median(rows.map((row) => row[1 + 2 * f] ?? Number.NaN));
			const actual = median(rows.map((_, t) => own.frequencies[t * own.count + f] as number));
			expect(Math.abs(actual / expected - 1)).toBeLessThan(0.01);
		}
	});
});

function median(values: readonly number[]): number {
	const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
	return sorted[sorted.length >> 1] ?? Number.NaN;
}
