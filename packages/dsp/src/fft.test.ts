import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createRealFft, fastLength } from "./fft.ts";
import { createSpectralKernel } from "./kernel/spectral-kernel.ts";

/** The definition, O(n²). */
function slowDft(signal: Float64Array): { re: Float64Array; im: Float64Array } {
	const n = signal.length;
	const re = new Float64Array(n / 2 + 1);
	const im = new Float64Array(n / 2 + 1);
	for (let k = 0; k <= n / 2; k++) {
		for (let t = 0; t < n; t++) {
			const angle = (-2 * Math.PI * ((k * t) % n)) / n;
			re[k] = (re[k] as number) + (signal[t] as number) * Math.cos(angle);
			im[k] = (im[k] as number) + (signal[t] as number) * Math.sin(angle);
		}
	}
	return { re, im };
}

function noise(n: number): Float64Array {
	const random = createRandom(n);
	return Float64Array.from({ length: n }, () => random.normal());
}

describe("createRealFft", () => {
	it("transforms four samples by hand", () => {
		const re = new Float64Array(3);
		const im = new Float64Array(3);
		createRealFft(4).forward(Float64Array.of(1, 2, 3, 4), re, im);
		expect(re).toBeCloseToArray([10, -2, -2], { rtol: 0, atol: 1e-15 });
		expect(im).toBeCloseToArray([0, 2, 0], { rtol: 0, atol: 1e-15 });
	});

	it.each([4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 512, 768, 1024])(
		"equals the definition for %i samples",
		(n) => {
			const signal = noise(n);
			const re = new Float64Array(n / 2 + 1);
			const im = new Float64Array(n / 2 + 1);
			createRealFft(n).forward(signal, re, im);
			const slow = slowDft(signal);
			expect(re).toBeCloseToArray(slow.re, { rtol: 1e-12, atol: 1e-11 });
			expect(im).toBeCloseToArray(slow.im, { rtol: 1e-12, atol: 1e-11 });
		},
	);

	it.each([4, 8, 24, 1536, 2048])("keeps the energy of %i samples (Parseval)", (n) => {
		const signal = noise(n);
		const re = new Float64Array(n / 2 + 1);
		const im = new Float64Array(n / 2 + 1);
		createRealFft(n).forward(signal, re, im);
		let spectral = 0;
		for (let k = 0; k <= n / 2; k++) {
			const power = (re[k] as number) ** 2 + (im[k] as number) ** 2;
			spectral += k === 0 || k === n / 2 ? power : 2 * power;
		}
		const temporal = signal.reduce((sum, x) => sum + x * x, 0);
		expect(spectral / n / temporal).toBeCloseTo(1, 12);
	});

	it.each([4, 8, 48, 64, 1536, 2048])("is undone by its inverse for %i samples", (n) => {
		const signal = noise(n);
		const re = new Float64Array(n / 2 + 1);
		const im = new Float64Array(n / 2 + 1);
		const fft = createRealFft(n);
		fft.forward(signal, re, im);
		const back = new Float64Array(n);
		fft.inverse(re, im, back);
		expect(back).toBeCloseToArray(signal, { rtol: 1e-12, atol: 1e-12 });
	});

	it.each([32, 48, 64, 96, 128, 384, 512, 6144, 8192])(
		"gives the same bits in WebAssembly for %i samples",
		(n) => {
			const signal = noise(n);
			const spectra = [null, createSpectralKernel()].map((kernel) => {
				const fft = createRealFft(n, kernel);
				const re = new Float64Array(n / 2 + 1);
				const im = new Float64Array(n / 2 + 1);
				const back = new Float64Array(n);
				fft.forward(signal, re, im);
				fft.inverse(re, im, back);
				return [re, im, back].map((values) => values.map((x) => x + 0));
			});
			expect(spectra[1]).toEqual(spectra[0]);
		},
	);

	it("knows the next length it takes", () => {
		expect([1, 5, 9, 12, 13, 17, 1300, 1537].map(fastLength)).toEqual([4, 8, 12, 12, 16, 24, 1536, 2048]);
	});

	it("refuses a size that is neither a power of two nor three times one", () => {
		expect(() => createRealFft(400)).toThrow(
			"createRealFft: size must be a power of two of at least 4, or three times such a one, got 400. Pad the frame.",
		);
	});
});
