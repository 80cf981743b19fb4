import { createRandom } from "@undertone/core";

/** Names of {@link knownSignal}. */
export const knownSignals = ["voice", "noise", "chirp", "clicks"] as const;

/**
 * Synthetic signals that are the same samples wherever they are made: values of 16 bits, which no difference in the
 * last bit of a sine survives.
 *
 * @returns 1.2 s, mono.
 */
export function knownSignal(name: (typeof knownSignals)[number], sampleRate: number): Float32Array {
	const random = createRandom(21);
	const length = Math.round(1.2 * sampleRate);
	let phase = 0;
	let low = 0;
	return Float32Array.from({ length }, (_, i) => {
		const t = i / sampleRate;
		let x = 0;
		if (name === "voice") {
			phase += (2 * Math.PI * (150 + 40 * Math.sin(4 * t))) / sampleRate;
			if (t % 0.5 < 0.37) for (let h = 1; h < 18; h++) x += (0.12 * Math.sin(h * phase)) / h;
			x += 0.002 * random.normal();
		} else if (name === "noise") {
			low += 0.2 * (random.normal() - low);
			x = 0.2 * low * (t > 0.4 && t < 0.6 ? 0 : 1);
			// Without any noise, linear prediction of order 18 would have no single answer.
		} else if (name === "chirp")
			x = 0.3 * Math.sin(2 * Math.PI * (80 + 300 * t) * t) + 0.001 * random.normal();
		else x = i % Math.round(sampleRate / 110) === 0 ? 0.5 : 0.001 * random.normal();
		return Math.round(32768 * Math.min(0.999, Math.max(-1, x))) / 32768;
	});
}
