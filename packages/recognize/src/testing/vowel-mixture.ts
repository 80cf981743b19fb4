import { createRandom } from "@undertone/core";

/** Two seconds that sweep through what a detector sees: silence, noise, a buzz with moving formants. */
export function vowelMixture(): Float32Array {
	const random = createRandom(1);
	return Float32Array.from({ length: 32_000 }, (_, n) => {
		const t = n / 16_000;
		if (t < 0.3) return 0;
		if (t < 0.6) return 0.05 * random.normal();
		const f0 = 120 + 20 * Math.sin(2 * Math.PI * 3 * t);
		let sum = 0;
		for (let k = 1; k < 25; k++) {
			const near = Math.exp(-(((k * f0 - 600 - 300 * Math.sin(9 * t)) / 300) ** 2));
			sum += (0.02 + near) * Math.sin(2 * Math.PI * k * f0 * t);
		}
		return 0.1 * sum * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t));
	});
}
