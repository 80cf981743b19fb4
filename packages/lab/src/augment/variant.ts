/** How a clip is changed before its features are computed, inside the training part only. */
export type Variant = { readonly kind: "clean" };

/** As it stands, unchanged. */
export const clean: Variant = { kind: "clean" };

/** A name that tells variants apart in the cache. */
export function variantName(variant: Variant): string {
	return variant.kind;
}

/**
 * Applies a variant.
 *
 * @param signal - Mono samples at `sampleRate`; not changed.
 */
export function applyVariant(signal: Float32Array, _sampleRate: number, _variant: Variant): Float32Array {
	return signal;
}
