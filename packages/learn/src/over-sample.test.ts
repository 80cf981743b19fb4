import { expect, it } from "vitest";
import { overSample } from "./over-sample.ts";

it("overSample repeats the rarer classes until all that occur are as frequent", () => {
	const y = Int32Array.of(0, 0, 0, 1, 1, 3);
	const rows = overSample(y, { seed: 1 });
	expect(rows.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5]);
	expect(rows.slice(6).map((i) => y[i])).toEqual([1, 3, 3]);
	expect(overSample(y, { seed: 1 })).toEqual(rows);
});
