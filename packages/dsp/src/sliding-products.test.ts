import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createSlidingProducts } from "./sliding-products.ts";

const random = createRandom(8);

describe("createSlidingProducts", () => {
	it("multiplies by hand", () => {
		const products = createSlidingProducts();
		const x = Float32Array.of(1, 2, 3, 4, 5);
		expect([...products(x, 0, 3, 1, 2)]).toEqual([20, 26]);
		expect([...products(x, 3, 2, 0, 4)]).toEqual([14, 23, 32, 41]);
		expect([...products(x, 0, 3, 1, 0)]).toEqual([]);
	});

	it.each([
		[300, 111, 17, 90],
		[10, 64, 400, 1],
		[0, 1, 5, 7],
		// More than the kernel has room for.
		[0, 9000, 20, 3],
	])(
		"gives the same bits in WebAssembly and in TypeScript from %i, %i samples",
		(own, length, first, count) => {
			const x = Float32Array.from({ length: 9100 }, () => random.normal());
			const plain = createSlidingProducts(null)(x, own, length, first, count);
			expect(createSlidingProducts()(x, own, length, first, count)).toEqual(plain);
			const sum = x.subarray(own, own + length).reduce((total, a, j) => total + a * x[first + j]!, 0);
			expect(plain[0]).toBeCloseTo(sum, 8);
		},
	);
});
