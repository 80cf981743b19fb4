import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, it } from "vitest";
import { pages } from "./readme-figures.ts";

it.each(pages.map((page) => ({ page: basename(page.path), ...page })))(
	"$page prints under $name the figures that results/ holds (node scripts/readme-figures.ts writes them)",
	async ({ path, table }) => {
		expect(readFileSync(path, "utf8")).toContain(await table());
	},
);
