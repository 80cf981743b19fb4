import { opusRoundTrip } from "./opus-round-trip.ts";

/** How a clip is changed before its features are computed, inside the training part only. */
export type Variant =
	| { readonly kind: "clean" }
	/** Through the Opus codec at this many bits per second, so that a codec tells nothing about a corpus. */
	| { readonly kind: "opus"; readonly bitrate: number };

/** As it stands, unchanged. */
export const clean: Variant = { kind: "clean" };

/** A name that tells variants apart in the cache. */
export function variantName(variant: Variant): string {
	return variant.kind === "opus" ? `opus-${variant.bitrate}` : variant.kind;
}

/**
 * Applies a variant.
 *
 * @param signal - Mono samples at 16 kHz, which is all the codec takes; not changed.
 * @throws {RangeError} If the rate is another.
 */
export function applyVariant(signal: Float32Array, sampleRate: number, variant: Variant): Float32Array {
	if (variant.kind === "clean") return signal;
	if (sampleRate !== 16000) {
		throw new RangeError(
			`applyVariant: the signal must be at 16000 Hz for ${variant.kind}, got ${sampleRate}.`,
		);
	}
	return opusRoundTrip(signal, { bitrate: variant.bitrate });
}
