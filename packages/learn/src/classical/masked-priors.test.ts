import { describe, expect, it } from "vitest";
import { maskedPriors } from "./masked-priors.ts";

const labels = ["sad", "happy", "bored"];

describe("maskedPriors", () => {
	it("counts shares where every class could have occurred", () => {
		const y = Int32Array.of(0, 0, 1, 2);
		expect(maskedPriors({ y, labels })).toBeCloseToArray([0.5, 0.25, 0.25], { rtol: 0, atol: 1e-12 });
		const weighed = maskedPriors({ y, labels }, [1, 1, 4, 2]);
		expect(weighed).toBeCloseToArray([0.25, 0.5, 0.25], { rtol: 0, atol: 1e-12 });
	});

	it("takes a class to be as frequent as where it could occur, by hand", () => {
		// One corpus has 2 sad, 2 happy and 4 bored clips; another of 80 lacks bored and has sad and happy alike.
		const own = [0, 0, 1, 1, 2, 2, 2, 2];
		const y = Int32Array.from([...own, ...Array.from({ length: 80 }, (_, i) => i % 2)]);
		const allowed = Uint8Array.from([...own.flatMap(() => [1, 1, 1]), ...Array(80).fill([1, 1, 0]).flat()]);
		expect(maskedPriors({ y, labels, allowed })).toBeCloseToArray([0.25, 0.25, 0.5], {
			rtol: 0,
			atol: 1e-6,
		});
	});
});
