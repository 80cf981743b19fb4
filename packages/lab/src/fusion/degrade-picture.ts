import { createRandom } from "@undertone/core";

/** What may be wrong with a picture of a face. */
export type PictureFault =
	| { readonly kind: "none" }
	/** A Gaussian of this many pixels, or of as many as are drawn in a range for every picture. */
	| { readonly kind: "blurred"; readonly sigma: number | readonly [number, number] }
	/** So many times as dark, with a sensor's noise (deviation 1.5) and rounding. */
	| { readonly kind: "dark"; readonly by: number };

const side = 48;

/** A grey picture, 48 × 48, made worse. */
export function degradePicture(pixels: Uint8Array, fault: PictureFault, seed: number): Uint8Array {
	if (fault.kind === "none") return pixels;
	const random = createRandom(seed);
	if (fault.kind === "blurred") {
		const [low, high] = typeof fault.sigma === "number" ? [fault.sigma, fault.sigma] : fault.sigma;
		const kernel = gaussian(low + (high - low) * random.next());
		return blur(blur(pixels, kernel, 1), kernel, side);
	}
	return pixels.map((value) =>
		Math.max(0, Math.min(255, Math.round(value / fault.by + 1.5 * random.normal()))),
	);
}

/** Weights that sum to 1, odd in number. */
function gaussian(sigma: number): number[] {
	const reach = Math.ceil(3.2 * sigma);
	const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
		Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
	);
	const total = weights.reduce((sum, value) => sum + value, 0);
	return weights.map((value) => value / total);
}

/** Along rows (stride 1) or columns (stride {@link side}); edges are repeated. */
function blur(pixels: Uint8Array, kernel: readonly number[], stride: 1 | typeof side): Uint8Array {
	const out = new Uint8Array(pixels.length);
	const reach = (kernel.length - 1) / 2;
	for (let line = 0; line < side; line++) {
		const start = stride === 1 ? line * side : line;
		for (let p = 0; p < side; p++) {
			let sum = 0;
			for (const [k, weight] of kernel.entries()) {
				const place = Math.max(0, Math.min(side - 1, p + k - reach));
				sum += weight * (pixels[start + place * stride] as number);
			}
			out[start + p * stride] = Math.round(sum);
		}
	}
	return out;
}
