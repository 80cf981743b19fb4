import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { meanLogSpectrum } from "./mean-log-spectrum.ts";
import { mfcc } from "./mfcc.ts";

const sampleRate = 16000;
const random = createRandom(5);
const signal = Float32Array.from({ length: 1200 }, () => 0.1 * random.normal());

describe("a second, slow computation", () => {
	it("meanLogSpectrum: transforms by their definition", () => {
		const nFft = 256;
		const hopLength = 128;
		const width = 125;
		const nBands = 6;
		const frames = 1 + Math.floor(signal.length / hopLength);
		const sums = new Float64Array(nBands);
		for (let t = 0; t < frames; t++) {
			for (let b = 0; b < nBands; b++) {
				// Two bins of 62.5 Hz to a band of 125 Hz.
				let power = 0;
				for (const k of [2 * b, 2 * b + 1]) {
					let re = 0;
					let im = 0;
					for (let i = 0; i < nFft; i++) {
						const x = signal[t * hopLength - nFft / 2 + i] ?? 0;
						const windowed = x * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / nFft));
						re += windowed * Math.cos((2 * Math.PI * k * i) / nFft);
						im -= windowed * Math.sin((2 * Math.PI * k * i) / nFft);
					}
					power += (re * re + im * im) / 2;
				}
				sums[b] = (sums[b] as number) + 10 * Math.log10(power);
			}
		}
		const own = meanLogSpectrum(signal, { sampleRate, nFft, hopLength, width, nBands });
		expect(own).toBeCloseToArray(
			sums.map((sum) => sum / frames),
			{ rtol: 1e-6, atol: 1e-6 },
		);
	});

	it("MFCC lifter: coefficient i times 1 + L/2 sin(π (i + 1) / L), 12 times where the sine is 1", () => {
		const options = { sampleRate, nMfcc: 13 };
		const plain = mfcc(signal, options);
		const lifted = mfcc(signal, { ...options, lifter: 22 });
		expect(lifted.data).toBeCloseToArray(
			plain.data.map((x, i) => x * (1 + 11 * Math.sin((Math.PI * ((i % 13) + 1)) / 22))),
			{ rtol: 1e-12, atol: 0 },
		);
		expect((lifted.data[10] as number) / (plain.data[10] as number)).toBeCloseTo(12, 9);
	});
});
