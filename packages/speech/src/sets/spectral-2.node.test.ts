import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { framesOf, librosaReferences } from "../testing/reference.node.ts";
import { spectral2 } from "./spectral-2.ts";

const sampleRate = 16000;

/** The columns whose name begins so. */
function columns(signal: Float32Array, prefix: string): number[] {
	const { data } = spectral2.extract(signal);
	return spectral2.features.flatMap(({ name }, i) => (name.startsWith(prefix) ? [data[i] as number] : []));
}

/** Squared magnitudes of bins 0 … `bins` − 1 of a frame, by the sums that define them. */
function powers(frame: readonly number[], bins: number): number[] {
	const n = frame.length;
	const cosine = Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * i) / n));
	const sine = Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * i) / n));
	return Array.from({ length: bins }, (_, k) => {
		let re = 0;
		let im = 0;
		for (let i = 0; i < n; i++) {
			re += (frame[i] as number) * (cosine[(k * i) % n] as number);
			im -= (frame[i] as number) * (sine[(k * i) % n] as number);
		}
		return re * re + im * im;
	});
}

/** Frame t of `nFft` samples around sample t · hop, under a Hann window of `winLength` in its middle. */
function framesOfSignal(signal: Float32Array, nFft: number, winLength: number, hop: number): number[][] {
	const margin = (nFft - winLength) / 2;
	return Array.from({ length: 1 + Math.floor(signal.length / hop) }, (_, t) =>
		Array.from({ length: nFft }, (_, i) => {
			const w = i - margin;
			const window = w < 0 || w >= winLength ? 0 : 0.5 - 0.5 * Math.cos((2 * Math.PI * w) / winLength);
			return window * (signal[t * hop + i - nFft / 2] ?? 0);
		}),
	);
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

const random = createRandom(6);
/** 0.8 s of a voice of 130 Hz whose loudness swings five times a second, with some noise. */
const voice = Float32Array.from({ length: 12_800 }, (_, i) => {
	const t = i / sampleRate;
	let sum = 0;
	for (let h = 1; h <= 20; h++) sum += Math.cos(2 * Math.PI * 130 * h * t) / h;
	return 0.05 * (1 + 0.8 * Math.sin(2 * Math.PI * 5 * t)) * sum + 0.002 * random.normal();
});

// Of a single impulse the spectrum is flat: rounding decides the tuning, and so all of chroma, there and here.
const references = librosaReferences(16000).filter(({ name }) => name !== "impulse");

describe("the columns that spectral@2 adds", () => {
	it.each(references.map((reference) => [reference.name, reference] as const))(
		"tonnetz of %s: librosa's chroma by the matrix of librosa.feature.tonnetz",
		(_, { signal, features }) => {
			// Rows: scale · pitch class, less 1/2 in every other row; radius · cos π of it.
			const scales = [7 / 6, 7 / 6, 3 / 2, 3 / 2, 2 / 3, 2 / 3];
			const radii = [1, 1, 1, 1, 0.5, 0.5];
			const frames = framesOf(features.chroma_stft).map((frame) => {
				const total = frame.reduce((sum, x) => sum + Math.abs(x), 0);
				return scales.map((scale, d) =>
					frame.reduce((sum, x, c) => {
						const angle = Math.PI * (scale * c - (d % 2 === 0 ? 0.5 : 0));
						return sum + (total === 0 ? 0 : x / total) * (radii[d] as number) * Math.cos(angle);
					}, 0),
				);
			});
			const expected = scales.map((_, d) => mean(frames.map((frame) => frame[d] as number)));
			// Chroma itself agrees to 1e-5.
			expect(columns(signal, "tonnetz_")).toBeCloseToArray(expected, { rtol: 1e-4, atol: 1e-5 });
		},
	);

	it("mean log-spectrum: transforms by their definition, bands of 40 Hz", () => {
		const hz = sampleRate / 2048;
		const spectra = framesOfSignal(voice, 2048, 2048, 512).map((frame) => powers(frame, 160));
		const expected = Array.from({ length: 30 }, (_, b) =>
			mean(
				spectra.map((power) => {
					// The bins from the last one at or below the band's lower edge to the last below its upper one.
					const band = power.filter((_, k) => {
						const [from, to] = [Math.floor((40 * b) / hz), Math.floor((40 * (b + 1)) / hz)];
						return k >= from && k < to;
					});
					return 10 * Math.log10(mean(band));
				}),
			),
		);
		expect(columns(voice, "logSpectrum_")).toBeCloseToArray(expected, { rtol: 1e-6, atol: 1e-5 });
	});

	it("modulation spectrum: mel bands and transforms by their definitions", () => {
		const power = framesOfSignal(voice, 512, 400, 160).map((frame) => powers(frame, 257));
		// Slaney's scale: linear to 1,000 Hz, then 27 steps to a factor of 6.4.
		const toMel = (f: number): number =>
			f < 1000 ? (3 * f) / 200 : 15 + (27 * Math.log(f / 1000)) / Math.log(6.4);
		const toHz = (m: number): number => (m < 15 ? (200 * m) / 3 : 1000 * 6.4 ** ((m - 15) / 27));
		const edges = Array.from({ length: 10 }, (_, i) => toHz(toMel(50) + (i * (toMel(7600) - toMel(50))) / 9));
		const expected = Array.from({ length: 8 }, (_, b) => {
			const [low, middle, high] = edges.slice(b, b + 3) as [number, number, number];
			const levels = power.map((frame) => {
				const sum = frame.reduce((total, p, k) => {
					const f = (k * sampleRate) / 512;
					const height = Math.max(0, Math.min((f - low) / (middle - low), (high - f) / (high - middle)));
					return total + (2 / (high - low)) * height * p;
				}, 0);
				return 10 * Math.log10(Math.max(1e-10, sum));
			});
			// 81 frames under a Hann window, zeros up to 128: steps of 100 / 128 Hz.
			const middleLevel = mean(levels);
			const contour = Array.from({ length: 128 }, (_, t) =>
				t < 81 ? ((levels[t] as number) - middleLevel) * (0.5 - 0.5 * Math.cos((2 * Math.PI * t) / 81)) : 0,
			);
			const amplitudes = powers(contour, 65).map((p) => (2 * Math.sqrt(p)) / 81);
			return [0.5, 1, 2, 4, 8, 16].map((from) =>
				mean(amplitudes.filter((_, k) => (100 * k) / 128 >= from && (100 * k) / 128 < 2 * from)),
			);
		}).flat();
		expect(columns(voice, "modulation_")).toBeCloseToArray(expected, { rtol: 1e-5, atol: 1e-6 });
	});
});
