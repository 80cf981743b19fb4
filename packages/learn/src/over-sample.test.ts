import { matrixFromRows } from "@undertone/core";
import { expect, it } from "vitest";
import { overSample } from "./over-sample.ts";

it("overSample repeats the rarer classes until all that occur are as frequent", () => {
	const data = {
		x: matrixFromRows([[0], [1], [2], [3], [4]]),
		y: Int32Array.of(0, 0, 0, 1, 1),
		labels: ["sad", "happy", "bored"],
		groups: ["a", "b", "c", "d", "e"],
	};
	const more = overSample(data, { seed: 1 });
	expect([...more.y]).toEqual([0, 0, 0, 1, 1, 1]);
	expect([3, 4]).toContain(more.x.data[5]);
	expect(more.groups?.[5]).toBe(["a", "b", "c", "d", "e"][more.x.data[5] as number]);
	expect(overSample(data, { seed: 1 })).toEqual(more);
});
