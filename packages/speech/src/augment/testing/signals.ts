import { createRandom } from "@undertone/core";

/** Hz. */
export const sampleRate = 16_000;
/** A sine of so many seconds. */
export const sine = (frequency: number, amplitude = 0.3, seconds = 1): Float32Array =>
	Float32Array.from(
		{ length: Math.round(seconds * sampleRate) },
		(_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate),
	);
/** Gaussian noise with a deviation of 0.1. */
export const noise = (n: number, seed = 1): Float32Array => {
	const random = createRandom(seed);
	return Float32Array.from({ length: n }, () => 0.1 * random.normal());
};
/** A ratio of powers in decibels. */
export const decibels = (ratio: number): number => 10 * Math.log10(ratio);
/** Power at one frequency, by the definition of the discrete Fourier transform, over the middle of a signal. */
export function powerAt(signal: Float32Array, frequency: number): number {
	const middle = signal.subarray(2000, signal.length - 2000);
	let re = 0;
	let im = 0;
	for (const [i, x] of middle.entries()) {
		const angle = (2 * Math.PI * frequency * i) / sampleRate;
		re += x * Math.cos(angle);
		im += x * Math.sin(angle);
	}
	return (2 * (re * re + im * im)) / middle.length ** 2;
}
/** Hz, by counting upward zero crossings of the middle. */
export function frequencyOf(signal: Float32Array): number {
	const middle = signal.subarray(1600, signal.length - 1600);
	const crossings: number[] = [];
	for (let i = 1; i < middle.length; i++) {
		const [a, b] = [middle[i - 1] as number, middle[i] as number];
		if (a < 0 && b >= 0) crossings.push(i - b / (b - a));
	}
	const periods = crossings.length - 1;
	return (periods * sampleRate) / ((crossings[periods] as number) - (crossings[0] as number));
}
