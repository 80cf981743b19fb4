/** The worker that measures features of one recording after another, in the page. */
import { decodeToMono } from "@undertone/audio";
import { UndertoneError } from "@undertone/core";
import { powerSpectrogram, resample } from "@undertone/dsp";
import {
	chroma,
	formants,
	getFeatureSet,
	intensity,
	mfcc,
	pauses,
	pitch,
	syllableNuclei,
} from "@undertone/speech";
import type { FeatureAnswer, FeatureRequest, Heat, Tracks } from "./feature-messages.ts";
import { peaksOf } from "./peaks.ts";

const sampleRate = 16_000;
/** Seconds that are measured and drawn at most. */
const longest = 120;
/** Columns of the spectrogram at most: more than a wide screen has. */
const widest = 1600;

let opened = new Float32Array(0);

function measure(whole: Float32Array): Tracks {
	const signal = whole.slice(0, longest * sampleRate);
	opened = signal;
	const duration = signal.length / sampleRate;
	const track = pitch(signal, { sampleRate });
	const level = intensity(signal, { sampleRate });
	const resonances = formants(signal, { sampleRate });
	const cepstra = mfcc(signal, { sampleRate, nMfcc: 13, nFft: 512, hopLength: 160, nMels: 40 });
	const classes = chroma(signal, { sampleRate, nFft: 2048, hopLength: 256 });
	return {
		duration,
		wholeDuration: whole.length / sampleRate,
		peaks: peaksOf(signal, widest),
		spectrogram: spectrogram(signal),
		pitch: { start: track.start, step: track.step, values: track.f0 },
		intensity: { start: level.start, step: level.step, values: level.decibels },
		formants: {
			start: resonances.start,
			step: resonances.step,
			rows: resonances.frames,
			columns: resonances.count,
			data: Float32Array.from(resonances.frequencies),
		},
		mfcc: withoutFirst(cepstra, 160 / sampleRate),
		chroma: { ...classes, data: Float32Array.from(classes.data), start: 0, step: 256 / sampleRate },
		pauses: pauses(level, duration).pauses,
		syllables: syllableNuclei(level, track),
		signal: signal.slice(),
	};
}

function spectrogram(signal: Float32Array): Heat {
	const hopLength = Math.max(64, Math.ceil(signal.length / widest));
	const { rows, columns, data } = powerSpectrogram(signal, { nFft: 512, winLength: 400, hopLength });
	let loudest = 1e-12;
	for (const value of data) if (value > loudest) loudest = value;
	return {
		rows,
		columns,
		data: Float32Array.from(data, (value) => 10 * Math.log10(value / loudest + 1e-12)),
		start: 0,
		step: hopLength / sampleRate,
	};
}

/** Coefficient 0 is the level, which has a track of its own. */
function withoutFirst(
	{ rows, columns, data }: { readonly rows: number; readonly columns: number; readonly data: Float64Array },
	step: number,
): Heat {
	const rest = new Float32Array(rows * (columns - 1));
	for (let r = 0; r < rows; r++) {
		rest.set(data.subarray(r * columns + 1, (r + 1) * columns), r * (columns - 1));
	}
	return { rows, columns: columns - 1, data: rest, start: 0, step };
}

async function answer(request: FeatureRequest): Promise<FeatureAnswer> {
	const { id } = request;
	if ("set" in request) {
		const set = getFeatureSet(request.set);
		const signal =
			set.sampleRate === sampleRate ? opened : resample(opened, { from: sampleRate, to: set.sampleRate });
		return { id, values: set.extract(signal).data };
	}
	if ("signal" in request.open) return { id, tracks: measure(request.open.signal) };
	const { name, bytes } = request.open;
	const { signal } = await decodeToMono(new Uint8Array(bytes), { name, maxDuration: 3600 });
	return { id, tracks: measure(signal) };
}

addEventListener("message", ({ data }: MessageEvent<FeatureRequest>) => {
	answer(data).then(
		(said) => postMessage(said),
		(error: unknown) => {
			const code = error instanceof UndertoneError ? error.code : "internal";
			const message = error instanceof Error ? error.message : String(error);
			postMessage({ id: data.id, failed: { code, message } } satisfies FeatureAnswer);
		},
	);
});
