import { createRandom, type Random } from "@undertone/core";
import { resample } from "@undertone/dsp";
import {
	addNoise,
	babble,
	changePitch,
	changeTempo,
	convolveRoom,
	gain,
	microphoneResponse,
	telephoneBand,
} from "@undertone/speech/augment";
import { opusRoundTrip } from "./opus-round-trip.ts";
import type { SoundKind, SoundLibrary } from "./sound-library.ts";
import { speechOnset } from "./speech-onset.ts";

/** One change of a clip; a range is drawn from anew for every clip. */
type VariantStep =
	/** Through the Opus codec at this many bits per second, so that a codec tells nothing about a corpus. */
	| { readonly kind: "opus"; readonly bitrate: number }
	/** Played faster: pitch, formants and tempo rise together, as of another speaker. */
	| { readonly kind: "speed"; readonly factor: number }
	| { readonly kind: "pitch"; readonly semitones: number }
	| { readonly kind: "tempo"; readonly rate: number }
	| { readonly kind: "gain"; readonly db: readonly [number, number] }
	/** A noise at a signal-to-noise ratio in decibels: one by name, else one of those kept for training. */
	| { readonly kind: "noise"; readonly snr: readonly [number, number]; readonly sound?: string | undefined }
	/** Among people talking, made up anew for every clip, at a signal-to-noise ratio in decibels. */
	| { readonly kind: "babble"; readonly snr: readonly [number, number] }
	/** In a room: one by name, else one of those kept for training. */
	| { readonly kind: "room"; readonly sound?: string | undefined }
	/** As an unknown microphone would colour it, with this deviation of the gain at each octave. */
	| { readonly kind: "microphone"; readonly db: number }
	| { readonly kind: "telephone" }
	/** Only the first seconds. */
	| { readonly kind: "cut"; readonly seconds: number }
	/** The first seconds from where speech begins. */
	| { readonly kind: "excerpt"; readonly seconds: number };

/** How a clip is changed before its features are computed: the steps, in order; none leaves it as it stands. */
export type Variant = readonly VariantStep[];

/** As it stands, unchanged. */
export const clean: Variant = [];

/** A name that tells variants apart in the cache. */
export function variantName(variant: Variant): string {
	if (variant.length === 0) return "clean";
	const step = ({ kind, ...settings }: VariantStep): string =>
		[kind, ...Object.values(settings).map((value) => (Array.isArray(value) ? value.join("to") : value))].join(
			"-",
		);
	return variant.map(step).join("+");
}

/** A variant in words, for cards. */
export function variantWords(variant: Variant): string {
	return variant.map(stepWords).join(", then ");
}

function stepWords(step: VariantStep): string {
	const range = ([low, high]: readonly [number, number]): string =>
		low === high ? `${low}` : `${low} to ${high}`;
	switch (step.kind) {
		case "opus":
			return `Opus at ${step.bitrate / 1000} kbit/s`;
		case "speed":
			return `played ${step.factor} times as fast`;
		case "pitch":
			return `${step.semitones} semitones ${step.semitones < 0 ? "lower" : "higher"}`;
		case "tempo":
			return `spoken ${step.rate} times as fast`;
		case "gain":
			return `${range(step.db)} dB louder`;
		case "noise":
			return `${step.sound ?? "noise"} at ${range(step.snr)} dB SNR`;
		case "babble":
			return `among people talking at ${range(step.snr)} dB SNR`;
		case "room":
			return `in ${step.sound ?? "a room"}`;
		case "microphone":
			return `coloured by a microphone (deviation ${step.db} dB)`;
		case "telephone":
			return "telephone band";
		case "cut":
			return `the first ${step.seconds} s`;
		case "excerpt":
			return `${step.seconds} s of speech`;
	}
}

/** Whether a variant needs noises or rooms. */
export function needsSounds(variant: Variant): boolean {
	return variant.some(({ kind }) => kind === "noise" || kind === "room");
}

/** What {@link applyVariant} needs besides the signal. */
export interface VariantContext {
	/** Draws what a variant leaves open: the same for a clip in every run. */
	readonly seed: number;
	/** For `noise` and `room`. */
	readonly sounds?: SoundLibrary | undefined;
}

/**
 * Applies a variant.
 *
 * @param signal - Mono samples at 16 kHz; not changed.
 * @throws {RangeError} If the rate is another and there is something to change.
 */
export async function applyVariant(
	signal: Float32Array,
	sampleRate: number,
	variant: Variant,
	{ seed, sounds }: VariantContext,
): Promise<Float32Array> {
	if (variant.length > 0 && sampleRate !== 16000) {
		throw new RangeError(
			`applyVariant: the signal must be at 16000 Hz for ${variantName(variant)}, got ${sampleRate}.`,
		);
	}
	let changed = signal;
	for (const [s, step] of variant.entries()) {
		changed = await applyStep(changed, step, createRandom(seed).fork(`${s} ${step.kind}`), sounds);
	}
	return changed;
}

async function applyStep(
	signal: Float32Array,
	step: VariantStep,
	random: Random,
	sounds: SoundLibrary | undefined,
): Promise<Float32Array> {
	const draw = ([low, high]: readonly [number, number]): number => low + (high - low) * random.next();
	switch (step.kind) {
		case "opus":
			return opusRoundTrip(signal, { bitrate: step.bitrate });
		case "speed":
			return resample(signal, { from: Math.round(100 * step.factor), to: 100 });
		case "pitch":
			return changePitch(signal, { semitones: step.semitones });
		case "tempo":
			return changeTempo(signal, { rate: step.rate });
		case "gain":
			return gain(signal, { db: draw(step.db) });
		case "noise": {
			const noise = await sound(sounds, "ambient", step.sound, random);
			return addNoise(signal, noise, { snrDb: draw(step.snr), random });
		}
		case "babble": {
			const seconds = Math.max(1, signal.length / 16000);
			const voices = 4 + random.integer(7);
			const people = babble({ sampleRate: 16000, seconds, voices, random: random.fork("babble") });
			return addNoise(signal, people, { snrDb: draw(step.snr), random });
		}
		case "room":
			return convolveRoom(signal, await sound(sounds, "room-responses", step.sound, random));
		case "microphone":
			return microphoneResponse(signal, { random, deviationDb: step.db });
		case "telephone":
			return telephoneBand(signal);
		case "cut":
			return signal.subarray(0, Math.round(16000 * step.seconds));
		case "excerpt": {
			const start = speechOnset(signal);
			return signal.slice(start, start + Math.round(16000 * step.seconds));
		}
	}
}

async function sound(
	sounds: SoundLibrary | undefined,
	kind: SoundKind,
	name: string | undefined,
	random: Random,
): Promise<Float32Array> {
	if (sounds === undefined) throw new RangeError(`applyVariant: sounds must be given for ${kind}, got none.`);
	const names = await sounds.training(kind);
	return sounds.load(kind, name ?? (names[random.integer(names.length)] as string));
}
