import { createRealFft } from "./fft.ts";
import { applyFilterbank, type Filterbank } from "./filterbank.ts";
import { hann } from "./hann.ts";
import { kernelView } from "./kernel/kernel-view.ts";
import { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";

/** What stands before and after the signal: zeros, or the signal mirrored about its first and last sample. */
export type PadMode = "constant" | "reflect";

/** Frames that a plan computes at once. */
export const rowsAtOnce = 16;

/**
 * Computes power spectra a few frames at a time in buffers of its own, so that a long signal needs no more memory
 * than a short one.
 */
export interface PowerPlan {
	/** nFft / 2 + 1. */
	readonly bins: number;
	/** Numbers from one row to the next: `bins` rounded up to a multiple of four, zeros behind the last bin. */
	readonly stride: number;
	/**
	 * Power spectra of `count` ≤ {@link rowsAtOnce} frames, the first of which begins at sample `start`.
	 *
	 * @returns Shape `[count, stride]`, a view that the next call overwrites.
	 */
	power(signal: Float32Array, start: number, hop: number, count: number, padMode?: PadMode): Float64Array;
	/**
	 * The rows themselves, for the caller to change before a filterbank is applied; shape `[count, stride]`. To be
	 * asked for again after `filter`, which may move them.
	 */
	rows(count: number): Float64Array;
	/**
	 * A filterbank applied to the rows of the last call of `power`.
	 *
	 * @returns Shape `[count, nBands]`, a view that the next call overwrites.
	 */
	filter(bank: Filterbank, count: number): Float64Array;
}

const plans = new Map<string, PowerPlan>();

/** The plan for a periodic Hann window of `winLength` centred in `nFft`, made once for each pair. */
export function powerPlan(nFft: number, winLength = nFft): PowerPlan {
	const key = `${nFft}:${winLength}`;
	let plan = plans.get(key);
	if (plan === undefined) {
		plan = createPowerPlan(nFft, winLength);
		plans.set(key, plan);
	}
	return plan;
}

/**
 * A new plan.
 *
 * @param ofWindow - Length of a periodic Hann window, or a window; centred in `nFft`, and not longer.
 * @param kernel - Null for plain TypeScript, which gives the same bits.
 */
export function createPowerPlan(
	nFft: number,
	ofWindow: number | Float64Array,
	kernel: SpectralKernel | null = createSpectralKernel(),
): PowerPlan {
	const window = new Float64Array(nFft);
	const shape = typeof ofWindow === "number" ? hann(ofWindow) : ofWindow;
	window.set(shape, (nFft - shape.length) >> 1);
	const bins = nFft / 2 + 1;
	const stride = (bins + 3) & ~3;
	// Refuses a size that is no power of two, for the kernel too.
	const fft = createRealFft(nFft);
	if (kernel !== null) return kernelPlan(kernel, nFft, window, bins, stride);
	const rows = new Float64Array(rowsAtOnce * stride);
	const samples = new Float32Array(nFft);
	const frame = new Float64Array(nFft);
	const re = new Float64Array(bins);
	const im = new Float64Array(bins);
	let filtered = new Float64Array(0);
	return {
		bins,
		stride,
		power: (signal, start, hop, count, padMode = "constant") => {
			for (let r = 0; r < count; r++) {
				copySamples(signal, start + r * hop, samples, nFft, padMode);
				for (let i = 0; i < nFft; i++) frame[i] = (samples[i] as number) * (window[i] as number);
				fft.forward(frame, re, im);
				const at = r * stride;
				for (let k = 0; k < bins; k++) {
					rows[at + k] = (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number);
				}
			}
			return rows.subarray(0, count * stride);
		},
		rows: (count) => rows.subarray(0, count * stride),
		filter: (bank, count) => {
			if (filtered.length < rowsAtOnce * bank.nBands) filtered = new Float64Array(rowsAtOnce * bank.nBands);
			applyFilterbank(bank, rows, count, stride, filtered);
			return filtered.subarray(0, count * bank.nBands);
		},
	};
}

function kernelPlan(
	kernel: SpectralKernel,
	nFft: number,
	window: Float64Array,
	bins: number,
	stride: number,
): PowerPlan {
	const tables = [
		window,
		Float64Array.from({ length: nFft }, (_, k) => Math.cos((2 * Math.PI * k) / nFft)),
		Float64Array.from({ length: nFft }, (_, k) => Math.sin((2 * Math.PI * k) / nFft)),
	];
	const [windowAt = 0, cosineAt = 0, sineAt = 0] = tables.map(({ byteLength }) =>
		kernel.allocate(byteLength),
	);
	const workAt = kernel.allocate(16 * (2 * nFft + bins));
	const rowsAt = kernel.allocate(8 * rowsAtOnce * stride);
	const capacity = 8 * nFft;
	const samplesAt = kernel.allocate(4 * capacity);
	for (const [i, at] of [windowAt, cosineAt, sineAt].entries()) {
		new Float64Array(kernel.buffer(), at, nFft).set(tables[i] as Float64Array);
	}
	const upload = filterbankSlots(kernel);
	const rows = kernelView(kernel, rowsAt);
	let samples = new Float32Array(kernel.buffer(), samplesAt, capacity);
	return {
		bins,
		stride,
		power: (signal, start, hop, count, padMode = "constant") => {
			const most = Math.max(1, 1 + Math.floor((capacity - nFft) / hop));
			if (samples.buffer !== kernel.buffer()) {
				samples = new Float32Array(kernel.buffer(), samplesAt, capacity);
			}
			for (let r = 0; r < count; r += most) {
				const some = Math.min(most, count - r);
				copySamples(signal, start + r * hop, samples, (some - 1) * hop + nFft, padMode);
				const to = rowsAt + 8 * r * stride;
				kernel.power(samplesAt, hop, some, windowAt, nFft, cosineAt, sineAt, workAt, to, stride);
			}
			return rows(count * stride);
		},
		rows: (count) => rows(count * stride),
		filter: (bank, count) => {
			const slot = upload(bank);
			kernel.filter(rowsAt, count, stride, slot.firsts, slot.lengths, slot.weights, bank.nBands, slot.out);
			return slot.view(count * bank.nBands);
		},
	};
}

/** Keeps the last filterbank of each number of bands in the kernel's memory. */
function filterbankSlots(kernel: SpectralKernel) {
	const slots = new Map<
		number,
		{
			bank: Filterbank;
			firsts: number;
			lengths: number;
			weights: number;
			capacity: number;
			out: number;
			view: (length: number) => Float64Array;
		}
	>();
	return (bank: Filterbank) => {
		let slot = slots.get(bank.nBands);
		if (slot?.bank === bank) return slot;
		if (slot === undefined || slot.capacity < bank.weights.length) {
			const out = kernel.allocate(8 * rowsAtOnce * bank.nBands);
			slot = {
				bank,
				firsts: kernel.allocate(4 * bank.nBands),
				lengths: kernel.allocate(4 * bank.nBands),
				weights: kernel.allocate(8 * bank.weights.length),
				capacity: bank.weights.length,
				out,
				view: kernelView(kernel, out),
			};
			slots.set(bank.nBands, slot);
		}
		slot.bank = bank;
		new Int32Array(kernel.buffer(), slot.firsts, bank.nBands).set(bank.firsts);
		new Int32Array(kernel.buffer(), slot.lengths, bank.nBands).set(bank.lengths);
		new Float64Array(kernel.buffer(), slot.weights, bank.weights.length).set(bank.weights);
		return slot;
	};
}

/** Fills `samples` with `count` samples of the signal from `start` on; what lies outside is padded. */
function copySamples(
	signal: Float32Array,
	start: number,
	samples: Float32Array,
	count: number,
	padMode: PadMode,
): void {
	const n = signal.length;
	const from = Math.min(count, Math.max(0, -start));
	const to = Math.max(from, Math.min(count, n - start));
	if (to > from) samples.set(signal.subarray(start + from, start + to), from);
	if (padMode === "constant" || n < 2) {
		samples.fill(n === 1 && padMode === "reflect" ? (signal[0] as number) : 0, 0, from);
		samples.fill(n === 1 && padMode === "reflect" ? (signal[0] as number) : 0, to, count);
		return;
	}
	const period = 2 * (n - 1);
	const mirrored = (i: number): number => {
		const place = (((start + i) % period) + period) % period;
		return signal[place < n ? place : period - place] as number;
	};
	for (let i = 0; i < from; i++) samples[i] = mirrored(i);
	for (let i = to; i < count; i++) samples[i] = mirrored(i);
}
