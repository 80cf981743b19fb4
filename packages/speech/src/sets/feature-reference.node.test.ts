import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { featureReference } from "../testing/feature-reference.node.ts";
import { featureSets } from "./registry.ts";

const root = join(import.meta.dirname, "../../../..");

describe("docs/features/reference.md", () => {
	const page = readFileSync(join(root, "docs/features/reference.md"), "utf8");

	it("is what `npm run bench -- feature-reference` makes of the features today", () => {
		// Not toBe: the message would print the whole page.
		expect(page === featureReference(root), "run `npm run bench -- feature-reference`").toBe(true);
	});

	it("has every set", () => {
		for (const { id } of featureSets()) expect(page).toContain(`### ${id}\n`);
	});
});
