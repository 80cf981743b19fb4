import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { figuresTable } from "./readme-figures.ts";

it("README.md prints the figures that results/ holds (node scripts/readme-figures.ts writes them)", async () => {
	const text = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
	expect(text).toContain(await figuresTable());
});
