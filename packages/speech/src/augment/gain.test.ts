import { describe, expect, it } from "vitest";
import { gain } from "./gain.ts";
import { noise } from "./testing/signals.ts";

describe("gain", () => {
	it("multiplies by ten for 20 dB, and back", () => {
		expect(gain(Float32Array.of(0.1, -0.02), { db: 20 })).toBeCloseToArray([1, -0.2], {
			rtol: 1e-6,
			atol: 0,
		});
		const signal = noise(100);
		expect(gain(gain(signal, { db: 7 }), { db: -7 })).toBeCloseToArray(signal, { rtol: 1e-6, atol: 0 });
	});
});
