import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createSpectralKernel } from "./kernel/spectral-kernel.ts";
import { melFilterbank } from "./mel-filterbank.ts";
import { createPowerPlan } from "./power-plan.ts";

const random = createRandom(7);
const signal = Float32Array.from({ length: 6000 }, () => 0.1 * random.normal());

describe("createPowerPlan", () => {
	it("finds SIMD WebAssembly here", () => {
		expect(createSpectralKernel()).not.toBeNull();
	});

	it.each([
		[2048, 2048, 512, 7],
		[512, 400, 160, 16],
		[1024, 1024, 3000, 3],
		[64, 64, 32, 1],
	])(
		"gives the same bits in WebAssembly and in TypeScript (nFft %i, window %i, hop %i)",
		(nFft, win, hop, count) => {
			const plain = createPowerPlan(nFft, win, null);
			const simd = createPowerPlan(nFft, win);
			for (const padMode of ["constant", "reflect"] as const) {
				expect(simd.power(signal, -100, hop, count, padMode)).toEqual(
					plain.power(signal, -100, hop, count, padMode),
				);
			}
			const bank = melFilterbank({ sampleRate: 16000, nFft, nMels: 20 }).packed;
			expect(simd.filter(bank, count)).toEqual(plain.filter(bank, count));
		},
	);

	it("takes any window, centred in the frame", () => {
		const window = Float64Array.from({ length: 320 }, (_, i) => 1 + i / 320);
		const centred = new Float64Array(512);
		centred.set(window, 96);
		const plain = createPowerPlan(512, centred, null).power(signal, 0, 160, 5);
		expect(createPowerPlan(512, window).power(signal, 0, 160, 5)).toEqual(plain);
	});

	it("mirrors the signal where it ends", () => {
		const plan = createPowerPlan(64, 64);
		const short = Float32Array.of(1, 2, 3);
		const mirrored = Float32Array.from({ length: 64 }, (_, i) => [1, 2, 3, 2][i % 4] as number);
		const expected = plan.power(mirrored, 0, 1, 1).slice();
		expect(plan.power(short, 0, 1, 1, "reflect")).toEqual(expected);
		expect(plan.power(short, -64, 1, 1, "reflect")).toEqual(expected);
	});
});
