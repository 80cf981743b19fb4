import type { Reason } from "@undertone/core";
import { createRealFft, hann } from "@undertone/dsp";
import type { Interval } from "../vad/speech-segments.ts";

/** What is known of the recording before it was mixed and resampled. */
export interface RecordingFacts {
	/** Hz, as stored. */
	readonly sampleRate?: number;
	/** Samples that hit the ceiling, as a share of all, in [0, 1]. */
	readonly clippedShare?: number;
}

/** What can be heard before any model is asked. */
export interface Listening {
	/** Reasons not to name a label, in the order of importance. */
	readonly reasons: readonly Reason[];
	/** Nothing can be scored: there is no speech, or too little. */
	readonly unscorable: boolean;
	/** Those of the reasons that make a label unfounded although it can be scored: all that were noticed. */
	readonly doubts: readonly Reason[];
}

/** Shortest recording, and least speech in all, that a label can rest on, in seconds. */
const minDuration = 0.3;
const minSpeech = 0.3;
/** Under this root mean square (dB re full scale) a recording is silent, and under this its speech too quiet. */
const silenceDb = -85;
const tooQuietDb = -62;
/** Speech this little above what is between it (dB) is lost in noise. */
const minSnrDb = 6;
/** Share of samples at the ceiling from which clipping is audible. */
const maxClipped = 0.001;
/** With no frame whose energy above 4.2 kHz comes nearer than this to the rest (dB), there was none. */
const telephoneDb = -45;

/**
 * Listens whether a recording can be judged at all.
 *
 * The thresholds are our choice: on the corpora at hand they object to 1 clip in 200 of those recorded well,
 * and notice the telephone's band in all that went through it.
 *
 * @param signal - Mono at 16 kHz, in [-1, 1].
 * @param speech - Stretches of speech, in seconds.
 */
export function listen(
	signal: Float32Array,
	speech: readonly Interval[],
	{ sampleRate, clippedShare }: RecordingFacts = {},
): Listening {
	const duration = signal.length / 16_000;
	if (duration < minDuration) return unscorable("too-short");
	if (levelDb(signal, [{ start: 0, end: duration }]) < silenceDb) return unscorable("silence");
	const clipped: Reason[] = (clippedShare ?? clippedShareOf(signal)) > maxClipped ? ["clipped"] : [];
	const spoken = speech.reduce((sum, { start, end }) => sum + end - start, 0);
	if (spoken === 0) {
		// The loudest tenth of a second tells a microphone that is hardly on from a room without a voice.
		const quiet: Reason[] = loudestDb(signal) < tooQuietDb ? ["too-quiet"] : [];
		return unscorable("no-speech", ...quiet, ...(isNoise(signal) ? (["noise"] as const) : []), ...clipped);
	}
	if (spoken < minSpeech) return unscorable("too-short", ...clipped);
	const reasons: Reason[] = [];
	if (levelDb(signal, speech) < tooQuietDb) reasons.push("too-quiet");
	if (speechAboveNoiseDb(signal, speech) < minSnrDb) reasons.push("noise");
	const narrow = sampleRate !== undefined && sampleRate <= 8000;
	const telephone: Reason[] = narrow || isTelephoneBand(signal, speech) ? ["telephone-band"] : [];
	const all = [...reasons, ...clipped, ...telephone];
	return { reasons: all, unscorable: false, doubts: all };
}

/**
 * How far speech stands above the quieter part of what is between it.
 *
 * @param signal - Mono at 16 kHz, in [-1, 1].
 * @param speech - Stretches of speech, in seconds.
 * @returns dB; infinite where no pause is long enough to hear noise in.
 */
export function speechAboveNoiseDb(signal: Float32Array, speech: readonly Interval[]): number {
	const between = pauses(speech, signal.length / 16_000);
	return between.length === 0 ? Number.POSITIVE_INFINITY : levelDb(signal, speech) - floorDb(signal, between);
}

function unscorable(...reasons: Reason[]): Listening {
	return { reasons, unscorable: true, doubts: [] };
}

/** Root mean square over stretches of time, dB re full scale. */
function levelDb(signal: Float32Array, stretches: readonly Interval[]): number {
	let sum = 0;
	let count = 0;
	for (const { start, end } of stretches) {
		const last = Math.min(signal.length, Math.round(end * 16_000));
		for (let i = Math.round(start * 16_000); i < last; i++) sum += (signal[i] as number) ** 2;
		count += Math.max(0, last - Math.round(start * 16_000));
	}
	return 10 * Math.log10(sum / Math.max(1, count));
}

/** Root mean square of the loudest tenth of a second, dB re full scale. */
function loudestDb(signal: Float32Array): number {
	let loudest = Number.NEGATIVE_INFINITY;
	for (let start = 0; start * 16_000 < signal.length; start += 0.1) {
		loudest = Math.max(loudest, levelDb(signal, [{ start, end: start + 0.1 }]));
	}
	return loudest;
}

/** The level that a fifth of the 32 ms frames stay under: steady noise does not, breath and faint speech do. */
function floorDb(signal: Float32Array, stretches: readonly Interval[]): number {
	const levels = stretches.flatMap(({ start, end }) => {
		const count = Math.floor((end - start) / 0.032);
		return Array.from({ length: count }, (_, i) =>
			levelDb(signal, [{ start: start + i * 0.032, end: start + (i + 1) * 0.032 }]),
		);
	});
	levels.sort((a, b) => a - b);
	return levels[Math.floor(0.2 * (levels.length - 1))] as number;
}

/** What lies between speech, where it is long enough to hear noise in (a tenth of a second from speech). */
function pauses(speech: readonly Interval[], duration: number): Interval[] {
	const edges = [0, ...speech.flatMap(({ start, end }) => [start, end]), duration];
	const gaps: Interval[] = [];
	for (let i = 0; i < edges.length; i += 2) {
		const start = (edges[i] as number) + 0.1;
		const end = (edges[i + 1] as number) - 0.1;
		if (end - start >= 0.2) gaps.push({ start, end });
	}
	return gaps;
}

/** Runs of at least two samples at the ceiling, the ceiling being within 0.1 % of the largest value over 0.9. */
function clippedShareOf(signal: Float32Array): number {
	let peak = 0;
	for (const value of signal) peak = Math.max(peak, Math.abs(value));
	if (peak < 0.9) return 0;
	const ceiling = 0.999 * Math.min(peak, 1);
	let clipped = 0;
	let run = 0;
	for (const value of signal) {
		run = Math.abs(value) >= ceiling ? run + 1 : 0;
		if (run === 2) clipped += 2;
		else if (run > 2) clipped++;
	}
	return clipped / signal.length;
}

const nFft = 512;

/** Power spectra, shape `[257]` each, of frames of 32 ms, evenly picked from the stretches, at most `most`. */
function* spectra(
	signal: Float32Array,
	stretches: readonly Interval[],
	most: number,
): Generator<Float64Array> {
	const fft = createRealFft(nFft);
	const window = hann(nFft);
	const frame = new Float64Array(nFft);
	const re = new Float64Array(nFft / 2 + 1);
	const im = new Float64Array(nFft / 2 + 1);
	const starts = stretches.flatMap(({ start, end }) => {
		const first = Math.round(start * 16_000);
		const count = Math.floor((Math.min(signal.length, end * 16_000) - first) / nFft);
		return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * nFft);
	});
	const every = Math.max(1, Math.floor(starts.length / most));
	for (let s = 0; s < starts.length; s += every) {
		const at = starts[s] as number;
		for (let i = 0; i < nFft; i++) frame[i] = (signal[at + i] as number) * (window[i] as number);
		fft.forward(frame, re, im);
		yield re.map((real, k) => real * real + (im[k] as number) ** 2);
	}
}

/** No frame of speech reaches above 4.2 kHz: a fricative would. */
function isTelephoneBand(signal: Float32Array, speech: readonly Interval[]): boolean {
	const ratios: number[] = [];
	for (const power of spectra(signal, speech, 400)) {
		const low = power.subarray(4, 128).reduce((sum, value) => sum + value, 0);
		const high = power.subarray(135).reduce((sum, value) => sum + value, 0);
		if (low > 0) ratios.push(10 * Math.log10(high / low + 1e-20));
	}
	ratios.sort((a, b) => a - b);
	const nearHighest = ratios[Math.floor(0.97 * (ratios.length - 1))];
	return nearHighest !== undefined && nearHighest < telephoneDb;
}

/**
 * Steady and without harmonics: the mean spectral flatness (geometric over arithmetic mean) of whitened frames
 * is near that of noise, 0.56, which no tone or voice reaches.
 */
function isNoise(signal: Float32Array): boolean {
	const frames = [...spectra(signal, [{ start: 0, end: signal.length / 16_000 }], 200)];
	if (frames.length < 5) return false;
	const mean = new Float64Array(nFft / 2 + 1);
	for (const power of frames)
		for (let k = 0; k < power.length; k++) mean[k] = (mean[k] as number) + (power[k] as number);
	let flatness = 0;
	for (const power of frames) {
		let logs = 0;
		let sum = 0;
		for (let k = 4; k < power.length - 4; k++) {
			const white = ((power[k] as number) * frames.length) / ((mean[k] as number) + 1e-20) + 1e-9;
			logs += Math.log(white);
			sum += white;
		}
		flatness += Math.exp(logs / (power.length - 8)) / (sum / (power.length - 8)) / frames.length;
	}
	// A steady tone is flat too once whitened, but does not scatter as noise does.
	return flatness > 0.45 && flatness < 0.7;
}
