import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { convolveRoom } from "./convolve-room.ts";
import { gain } from "./gain.ts";
import { power } from "./power.ts";
import { decibels, noise } from "./testing/signals.ts";

describe("convolveRoom", () => {
	it("changes nothing in a room without walls, wherever the direct sound stands and whatever its level is", () => {
		const signal = noise(3000);
		const response = new Float32Array(500);
		response[120] = 0.01;
		expect(convolveRoom(signal, response)).toBeCloseToArray(signal, { rtol: 0, atol: 1e-6 });
	});

	it("keeps level, length and time of the direct sound", () => {
		const signal = new Float32Array(8000);
		signal[1000] = 0.5;
		const random = createRandom(5);
		const response = Float32Array.from({ length: 4000 }, (_, i) =>
			i < 50 ? 0 : i === 50 ? 1 : 0.2 * random.normal() * Math.exp(-i / 800),
		);
		const wet = convolveRoom(signal, response);
		expect(wet).toHaveLength(8000);
		expect(decibels(power(wet) / power(signal))).toBeCloseTo(0, 4);
		const loudest = wet.reduce((best, x, i) => (Math.abs(x) > Math.abs(wet[best] as number) ? i : best), 0);
		expect(loudest).toBe(1000);
		expect(power(wet.subarray(0, 1000))).toBeLessThan(1e-12);
	});

	it("is linear", () => {
		const response = Float32Array.of(1, 0.5, -0.3, 0.2);
		const signal = noise(2000);
		const louder = convolveRoom(gain(signal, { db: 6 }), response);
		expect(louder).toBeCloseToArray(gain(convolveRoom(signal, response), { db: 6 }), { rtol: 0, atol: 1e-6 });
	});

	it("refuses a silent response", () => {
		expect(() => convolveRoom(noise(10), new Float32Array(10))).toThrow(
			new RangeError("convolveRoom: the response must hold a sample other than 0, got none."),
		);
	});
});
