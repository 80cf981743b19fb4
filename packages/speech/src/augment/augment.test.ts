import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { addNoise } from "./add-noise.ts";
import { changePitch } from "./change-pitch.ts";
import { changeTempo } from "./change-tempo.ts";
import { convolve } from "./convolve.ts";
import { convolveRoom } from "./convolve-room.ts";
import { gain } from "./gain.ts";
import { microphoneResponse } from "./microphone-response.ts";
import { power } from "./power.ts";
import { telephoneBand } from "./telephone-band.ts";

const sampleRate = 16_000;
const sine = (frequency: number, amplitude = 0.3, seconds = 1): Float32Array =>
	Float32Array.from(
		{ length: Math.round(seconds * sampleRate) },
		(_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate),
	);
const noise = (n: number, seed = 1): Float32Array => {
	const random = createRandom(seed);
	return Float32Array.from({ length: n }, () => 0.1 * random.normal());
};
const decibels = (ratio: number): number => 10 * Math.log10(ratio);
/** Power at one frequency, by the definition of the discrete Fourier transform, over the middle of a signal. */
function powerAt(signal: Float32Array, frequency: number): number {
	const middle = signal.subarray(2000, signal.length - 2000);
	let re = 0;
	let im = 0;
	for (const [i, x] of middle.entries()) {
		const angle = (2 * Math.PI * frequency * i) / sampleRate;
		re += x * Math.cos(angle);
		im += x * Math.sin(angle);
	}
	return (2 * (re * re + im * im)) / middle.length ** 2;
}
/** Hz, by counting upward zero crossings of the middle. */
function frequencyOf(signal: Float32Array): number {
	const middle = signal.subarray(1600, signal.length - 1600);
	const crossings: number[] = [];
	for (let i = 1; i < middle.length; i++) {
		const [a, b] = [middle[i - 1] as number, middle[i] as number];
		if (a < 0 && b >= 0) crossings.push(i - b / (b - a));
	}
	const periods = crossings.length - 1;
	return (periods * sampleRate) / ((crossings[periods] as number) - (crossings[0] as number));
}

describe("gain", () => {
	it("multiplies by ten for 20 dB, and back", () => {
		expect(gain(Float32Array.of(0.1, -0.02), { db: 20 })).toBeCloseToArray([1, -0.2], {
			rtol: 1e-6,
			atol: 0,
		});
		const signal = noise(100);
		expect(gain(gain(signal, { db: 7 }), { db: -7 })).toBeCloseToArray(signal, { rtol: 1e-6, atol: 0 });
	});
});

describe("addNoise", () => {
	it.each([-5, 0, 10, 30])("adds noise at exactly %i dB", (snrDb) => {
		const signal = sine(440);
		const noisy = addNoise(signal, noise(50_000), { snrDb, random: createRandom(1) });
		const added = noisy.map((x, i) => x - (signal[i] as number));
		expect(decibels(power(signal) / power(added))).toBeCloseTo(snrDb, 3);
	});

	it("goes round where the noise is shorter than the signal", () => {
		const signal = sine(440);
		const noisy = addNoise(signal, noise(1000), { snrDb: 0, random: createRandom(2) });
		const added = noisy.map((x, i) => x - (signal[i] as number));
		expect(added.subarray(0, 1000)).toBeCloseToArray(added.subarray(1000, 2000), { rtol: 0, atol: 1e-6 });
	});

	it("chooses the stretch by the seed alone, and changes neither input", () => {
		const [signal, source] = [sine(440), noise(50_000)];
		const [signalBefore, sourceBefore] = [signal.slice(), source.slice()];
		const add = (seed: number) => addNoise(signal, source, { snrDb: 5, random: createRandom(seed) });
		expect(add(7)).toEqual(add(7));
		expect(add(7)).not.toEqual(add(8));
		expect(signal).toEqual(signalBefore);
		expect(source).toEqual(sourceBefore);
	});

	it("leaves silence silent, which has no signal-to-noise ratio", () => {
		const silence = new Float32Array(100);
		expect(addNoise(silence, noise(100), { snrDb: 10, random: createRandom(1) })).toEqual(silence);
	});

	it("refuses no noise at all", () => {
		expect(() => addNoise(sine(440), new Float32Array(0), { snrDb: 1, random: createRandom(1) })).toThrow(
			new RangeError("addNoise: the noise must hold at least one sample, got none."),
		);
	});
});

describe("convolve", () => {
	it("gives the sum of its definition, for lengths that fit no block", () => {
		for (const [n, m] of [
			[1, 1],
			[5, 3],
			[1000, 37],
			[37, 1000],
			[4096, 513],
		] as const) {
			const [signal, kernel] = [noise(n, 3), noise(m, 4)];
			const expected = new Float64Array(n + m - 1);
			for (let i = 0; i < n; i++) {
				for (let k = 0; k < m; k++) expected[i + k]! += (signal[i] as number) * (kernel[k] as number);
			}
			expect(convolve(signal, kernel)).toBeCloseToArray(expected, { rtol: 0, atol: 1e-12 });
		}
	});
});

describe("convolveRoom", () => {
	it("changes nothing in a room without walls, wherever the direct sound stands and whatever its level is", () => {
		const signal = noise(3000);
		const response = new Float32Array(500);
		response[120] = 0.01;
		expect(convolveRoom(signal, response)).toBeCloseToArray(signal, { rtol: 0, atol: 1e-6 });
	});

	it("keeps level, length and time of the direct sound", () => {
		const signal = new Float32Array(8000);
		signal[1000] = 0.5;
		const random = createRandom(5);
		const response = Float32Array.from({ length: 4000 }, (_, i) =>
			i < 50 ? 0 : i === 50 ? 1 : 0.2 * random.normal() * Math.exp(-i / 800),
		);
		const wet = convolveRoom(signal, response);
		expect(wet).toHaveLength(8000);
		expect(decibels(power(wet) / power(signal))).toBeCloseTo(0, 4);
		const loudest = wet.reduce((best, x, i) => (Math.abs(x) > Math.abs(wet[best] as number) ? i : best), 0);
		expect(loudest).toBe(1000);
		expect(power(wet.subarray(0, 1000))).toBeLessThan(1e-12);
	});

	it("is linear", () => {
		const response = Float32Array.of(1, 0.5, -0.3, 0.2);
		const signal = noise(2000);
		const louder = convolveRoom(gain(signal, { db: 6 }), response);
		expect(louder).toBeCloseToArray(gain(convolveRoom(signal, response), { db: 6 }), { rtol: 0, atol: 1e-6 });
	});

	it("refuses a silent response", () => {
		expect(() => convolveRoom(noise(10), new Float32Array(10))).toThrow(
			new RangeError("convolveRoom: the response must hold a sample other than 0, got none."),
		);
	});
});

describe("telephoneBand", () => {
	it.each([
		[60, -30, Number.NEGATIVE_INFINITY],
		[150, -12, Number.NEGATIVE_INFINITY],
		[500, 0.5, -0.5],
		[1000, 0.5, -0.5],
		[3000, 0.5, -0.5],
		[4500, -60, Number.NEGATIVE_INFINITY],
		[6000, -60, Number.NEGATIVE_INFINITY],
	])("passes %i Hz with a gain of at most %d and at least %d dB", (frequency, most, least) => {
		const before = sine(frequency);
		const ratio = decibels(powerAt(telephoneBand(before), frequency) / powerAt(before, frequency));
		expect(ratio).toBeLessThanOrEqual(most);
		expect(ratio).toBeGreaterThanOrEqual(least);
	});

	it("adds the noise of eight logarithmic bits: about 38 dB below a loud tone", () => {
		const tone = sine(1000, 0.5);
		const difference = telephoneBand(tone)
			.map((x, i) => x - (tone[i] as number))
			.subarray(2000, 14_000);
		const ratio = decibels(power(tone) / power(difference));
		// G.712 asks for 33 dB; the theory of µ-law gives 38.
		expect(ratio).toBeGreaterThan(33);
		expect(ratio).toBeLessThan(42);
	});

	it("keeps length and time", () => {
		const click = new Float32Array(4001);
		click[2000] = 0.9;
		const heard = telephoneBand(click);
		expect(heard).toHaveLength(4001);
		expect(heard.reduce((best, x, i) => (x > (heard[best] as number) ? i : best), 0)).toBe(2000);
	});

	it("refuses a rate that 8 kHz does not divide", () => {
		expect(() => telephoneBand(noise(10), { sampleRate: 22_050 })).toThrow(
			new RangeError("telephoneBand: sampleRate must be a multiple of 8000 Hz, got 22050. Resample first."),
		);
	});
});

describe("microphoneResponse", () => {
	it("has no effect without deviation", () => {
		const signal = noise(4000);
		const out = microphoneResponse(signal, { random: createRandom(1), deviationDb: 0 });
		expect(out).toBeCloseToArray(signal, { rtol: 0, atol: 1e-6 });
	});

	it("changes octaves by what was drawn, with a mean of 0 dB", () => {
		const octaves = [125, 250, 500, 1000, 2000, 4000];
		const change = (frequency: number): number => {
			const tone = sine(frequency);
			const out = microphoneResponse(tone, { random: createRandom(9), deviationDb: 3 });
			return decibels(powerAt(out, frequency) / powerAt(tone, frequency));
		};
		// The same draws, made by hand after the definition.
		const random = createRandom(9);
		const drawn = Array.from({ length: 8 }, () => 3 * Math.max(-2, Math.min(2, random.normal())));
		const mean = drawn.reduce((sum, x) => sum + x, 0) / 8;
		// The filter's 32 ms smooth the corners of the lowest octaves.
		for (const [i, frequency] of octaves.entries()) {
			expect(Math.abs(change(frequency) - (drawn[i + 1]! - mean))).toBeLessThan(frequency < 400 ? 1.5 : 0.5);
		}
	});

	it("keeps clicks at their time", () => {
		const click = new Float32Array(4000);
		click[2000] = 1;
		const out = microphoneResponse(click, { random: createRandom(3) });
		expect(out.reduce((best, x, i) => (x > (out[best] as number) ? i : best), 0)).toBe(2000);
	});
});

describe("changeTempo", () => {
	it.each([0.8, 0.9, 1.1, 1.25])("changes the duration by 1 / %d and keeps the pitch of a tone", (rate) => {
		const tone = sine(200, 0.3, 2);
		const out = changeTempo(tone, { rate });
		expect(out).toHaveLength(Math.round(tone.length / rate));
		expect(Math.abs(frequencyOf(out) / 200 - 1)).toBeLessThan(0.002);
		expect(Math.abs(decibels(power(out.subarray(1600, -1600)) / power(tone)))).toBeLessThan(0.2);
	});

	it("moves events to their new time", () => {
		const signal = new Float32Array(32_000);
		signal.set(sine(300, 0.5, 0.2), 16_000);
		const out = changeTempo(signal, { rate: 1.25 });
		const onset = out.findIndex((x) => Math.abs(x) > 0.25);
		expect(Math.abs(onset / sampleRate - 0.8)).toBeLessThan(0.03);
	});

	it("returns the same at rate 1, and refuses what no speaker does", () => {
		const signal = noise(5000);
		expect(changeTempo(signal, { rate: 1 })).toEqual(signal);
		expect(() => changeTempo(signal, { rate: 3 })).toThrow(
			new RangeError("changeTempo: rate must be in [0.5, 2], got 3."),
		);
	});

	it("takes silence and clips shorter than a frame", () => {
		expect(changeTempo(new Float32Array(16_000), { rate: 1.1 }).every((x) => x === 0)).toBe(true);
		expect(changeTempo(noise(100), { rate: 0.8 })).toHaveLength(125);
	});
});

describe("changePitch", () => {
	it.each([-4, -1, 1, 3])("moves a tone by %i semitones and keeps its length", (semitones) => {
		const tone = sine(220, 0.3, 2);
		const out = changePitch(tone, { semitones });
		expect(out).toHaveLength(tone.length);
		const cents = 1200 * Math.log2(frequencyOf(out) / 220) - 100 * semitones;
		expect(Math.abs(cents)).toBeLessThan(10);
	});

	it("refuses more than an octave", () => {
		expect(() => changePitch(noise(10), { semitones: 13 })).toThrow(
			new RangeError("changePitch: semitones must be in [-12, 12], got 13."),
		);
	});
});
