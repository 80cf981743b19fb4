import { createRandom } from "@undertone/core";

/** Frequency and bandwidth of five resonances, Hz. */
export const resonances = [
	[500, 60],
	[1500, 90],
	[2500, 120],
	[3500, 150],
	[4500, 200],
] as const;

/** Three seconds of white noise through {@link resonances}. */
export function resonating(sampleRate: number): Float32Array {
	const random = createRandom(2);
	let x = Float64Array.from({ length: 3 * sampleRate }, () => random.normal());
	for (const [frequency, bandwidth] of resonances) {
		const r = Math.exp((-Math.PI * bandwidth) / sampleRate);
		const b = 2 * r * Math.cos((2 * Math.PI * frequency) / sampleRate);
		let y1 = 0;
		let y2 = 0;
		x = x.map((value) => {
			const y = value + b * y1 - r * r * y2;
			y2 = y1;
			y1 = y;
			return y;
		});
	}
	const peak = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	return Float32Array.from(x, (value) => (0.5 * value) / peak);
}
