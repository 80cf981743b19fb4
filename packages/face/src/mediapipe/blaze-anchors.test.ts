import { describe, expect, it } from "vitest";
import { blazeAnchors } from "./blaze-anchors.ts";

describe("blazeAnchors", () => {
	it("gives two anchors a cell of the fine grid, then six a cell of the coarse one", () => {
		const anchors = blazeAnchors();
		expect(anchors).toHaveLength(2 * 896);
		expect([...anchors.subarray(0, 6)]).toEqual([1 / 32, 1 / 32, 1 / 32, 1 / 32, 3 / 32, 1 / 32]);
		expect([...anchors.subarray(2 * 512, 2 * 512 + 2)]).toEqual([1 / 16, 1 / 16]);
		expect([...anchors.subarray(-2)]).toEqual([15 / 16, 15 / 16]);
	});
});
