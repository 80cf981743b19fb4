import type { Matrix } from "@undertone/core";
import { type MelOptions, powerPlan, powerToDb, type StftOptions } from "@undertone/dsp";
import { cachedMelFilterbank } from "../spectral/mel-spectrogram.ts";

/** Turns chunks of a signal into log-mel frames; holds no more than a few frames of samples. */
export interface LogMelStream {
	/**
	 * Takes the next samples, any number of them.
	 *
	 * @returns The frames that are complete now, dB, shape `[frames, nMels]`, possibly none.
	 */
	push(chunk: Float32Array): Matrix & { readonly data: Float64Array };
	/** Ends the signal and gives the last frames, zeros standing behind it. */
	finish(): Matrix & { readonly data: Float64Array };
}

const rowsAtOnce = 16;

/**
 * The stream of what `melSpectrogram` and `powerToDb` give for the whole signal, whatever the chunks. Nothing is
 * clamped by the loudest frame (`topDb` is null), for a stream never sees the whole.
 *
 * @param options - Lengths in samples, frequencies in Hz; frames are centred.
 * @throws {RangeError} If `fMax` is not in (fMin, sampleRate / 2], or `nFft` is no power of two.
 *
 * @example
 * createLogMelStream({ sampleRate: 16000 }).push(new Float32Array(2048)).rows // => 3
 */
export function createLogMelStream(
	options: MelOptions & Omit<StftOptions, "center" | "padMode">,
): LogMelStream {
	const { nFft = 2048, hopLength = 512, winLength = nFft } = options;
	const { nMels, packed } = cachedMelFilterbank(options);
	const plan = powerPlan(nFft, winLength);
	let held = new Float32Array(2 * nFft);
	/** How many samples are held, which sample is the first of them, and the next frame. */
	let size = 0;
	let origin = 0;
	let frame = 0;

	const frames = (until: number): Matrix & { readonly data: Float64Array } => {
		const rows = Math.max(0, until - frame);
		const data = new Float64Array(rows * nMels);
		const signal = held.subarray(0, size);
		for (let done = 0; done < rows; done += rowsAtOnce) {
			const count = Math.min(rowsAtOnce, rows - done);
			plan.power(signal, (frame + done) * hopLength - nFft / 2 - origin, hopLength, count);
			data.set(plan.filter(packed, count), done * nMels);
		}
		frame += rows;
		return powerToDb({ rows, columns: nMels, data }, { topDb: null });
	};

	return {
		push: (chunk) => {
			const first = Math.max(0, Math.min(size, frame * hopLength - nFft / 2 - origin));
			held.copyWithin(0, first, size);
			size -= first;
			origin += first;
			if (held.length < size + chunk.length) {
				const grown = new Float32Array(2 * (size + chunk.length));
				grown.set(held.subarray(0, size));
				held = grown;
			}
			held.set(chunk, size);
			size += chunk.length;
			// Frame t needs the samples before t · hopLength + nFft / 2.
			return frames(Math.floor((origin + size - nFft / 2) / hopLength) + 1);
		},
		finish: () => frames(1 + Math.floor((origin + size) / hopLength)),
	};
}
