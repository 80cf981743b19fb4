import { expect, it } from "vitest";
import { filledTable } from "./fill-table.ts";

const page = "a\n<!-- one -->\n<!-- /one -->\nb\n<!-- two -->\nold\n<!-- /two -->\nc\n";

it("fills an empty block and a full one, and leaves what stands around", () => {
	expect(filledTable(filledTable(page, "one", "1"), "two", "2")).toBe(
		"a\n<!-- one -->\n1\n<!-- /one -->\nb\n<!-- two -->\n2\n<!-- /two -->\nc\n",
	);
});

it("refuses a page without the markers", () => {
	expect(() => filledTable(page, "three", "3")).toThrow(/There must be <!-- three -->/);
});
