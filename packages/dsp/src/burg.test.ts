import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createBurg, createPairedBurg } from "./burg.ts";
import { createRootFinder } from "./polynomial-roots.ts";

const random = createRandom(3);
const n = 275;
const order = 10;

function noise(): Float64Array {
	let a = 0;
	let b = 0;
	return Float64Array.from({ length: n }, () => {
		const x = random.normal() + 1.6 * a - 0.9 * b;
		b = a;
		a = x;
		return x;
	});
}

describe("createPairedBurg", () => {
	it.each([
		["two frames", noise(), noise()],
		["a frame and silence", noise(), new Float64Array(n)],
		["a constant and a frame", new Float64Array(n).fill(1), noise()],
	])("gives for %s the bits that one frame at a time gives", (_, first, second) => {
		const single = createBurg(n, order);
		const expected = [first, second].map((frame) => {
			const a = new Float64Array(order);
			single.predict(frame, a);
			return a;
		});
		for (const pair of [createPairedBurg(n, order), createPairedBurg(n, order, null)]) {
			for (let i = 0; i < n; i++) {
				pair.frames[2 * i] = first[i] as number;
				pair.frames[2 * i + 1] = second[i] as number;
			}
			const a = pair.predict();
			for (const lane of [0, 1]) {
				// + 0: a zero has no sign here.
				const found = Array.from({ length: order }, (_, k) => (a[2 * k + lane] as number) + 0);
				expect(found).toEqual(Array.from(expected[lane] as Float64Array, (x) => x + 0));
			}
		}
	});
});

describe("createRootFinder", () => {
	it("finds from the roots before what it finds from scratch", () => {
		const near = createRootFinder(order);
		const afresh = createRootFinder(order);
		const burg = createBurg(n, order);
		const a = new Float64Array(order);
		const byPlace = ({ re, im }: { re: Float64Array; im: Float64Array }): number[] =>
			Array.from(re, (x, i) => [x, im[i] as number] as const)
				.sort(([a, b], [c, d]) => Math.round(1e6 * (a - c)) || b - d)
				.flat();
		for (let frame = 0; frame < 20; frame++) {
			burg.predict(noise(), a);
			const polynomial = Float64Array.from([1, ...a.map((x) => -x)]);
			near.find(polynomial, true);
			afresh.find(polynomial);
			expect(byPlace(near)).toBeCloseToArray(byPlace(afresh), { rtol: 1e-9, atol: 1e-9 });
		}
	});
});
