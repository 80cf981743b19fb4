import { createRandom } from "@undertone/core";

/** What may be wrong with a picture of a face. */
export type PictureFault = "none" | "blurred" | "dark";

const side = 48;

/**
 * A grey picture, 48 × 48, made worse: blurred by a Gaussian of 2.5 pixels, or a thirtieth as bright with a sensor's
 * noise and rounding.
 */
export function degradePicture(pixels: Uint8Array, fault: PictureFault, seed: number): Uint8Array {
	if (fault === "none") return pixels;
	if (fault === "dark") {
		const random = createRandom(seed);
		return pixels.map((value) => Math.max(0, Math.min(255, Math.round(value / 30 + 1.5 * random.normal()))));
	}
	return blur(blur(pixels, 1), side);
}

const kernel = Array.from({ length: 17 }, (_, i) => Math.exp(-((i - 8) ** 2) / (2 * 2.5 ** 2)));

/** Along rows (stride 1) or columns (stride {@link side}); edges are repeated. */
function blur(pixels: Uint8Array, stride: 1 | typeof side): Uint8Array {
	const out = new Uint8Array(pixels.length);
	const weight = kernel.reduce((sum, value) => sum + value, 0);
	for (let line = 0; line < side; line++) {
		const start = stride === 1 ? line * side : line;
		for (let p = 0; p < side; p++) {
			let sum = 0;
			for (const [k, value] of kernel.entries()) {
				const place = Math.max(0, Math.min(side - 1, p + k - 8));
				sum += value * (pixels[start + place * stride] as number);
			}
			out[start + p * stride] = Math.round(sum / weight);
		}
	}
	return out;
}
