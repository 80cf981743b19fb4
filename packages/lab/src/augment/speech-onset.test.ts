import { describe, expect, it } from "vitest";
import { speechOnset } from "./speech-onset.ts";
import { applyVariant } from "./variant.ts";

describe("speechOnset", () => {
	const late = new Float32Array(16000);
	late.fill(0.5, 8000, 12000);
	late.fill(0.001, 0, 8000);

	it("passes the silence before speech", () => {
		expect(speechOnset(late)).toBe(8000);
		expect(speechOnset(new Float32Array(1000))).toBe(0);
		expect(speechOnset(new Float32Array(1000).fill(0.3))).toBe(0);
	});

	it("lets an excerpt begin where speech does", async () => {
		const excerpt = await applyVariant(late, 16000, [{ kind: "excerpt", seconds: 0.25 }], { seed: 1 });
		expect(excerpt).toHaveLength(4000);
		expect(excerpt.every((x) => x === 0.5)).toBe(true);
	});
});
