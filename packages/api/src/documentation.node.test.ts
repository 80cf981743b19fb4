import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { endpoints } from "./endpoints.ts";
import { errorTable } from "./error-table.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/api.md"), "utf8").split("\n");
const rows = (begin: string) => page.filter((line) => line.startsWith(begin));

describe("docs/api.md", () => {
	it("lists every address as the table of endpoints has it, and no other", () => {
		const expected = endpoints.map(
			({ method, path, who, does, errors }) =>
				`| \`${method} ${path}\` | ${who} | ${does} | ${errors.map((code) => `\`${code}\``).join(", ")} |`,
		);
		expect(page.filter((line) => /^\| `(GET|POST|PUT|PATCH|DELETE) /.test(line))).toEqual(expected);
	});

	it("lists every error with its status and sentence, and no other", () => {
		const expected = Object.entries(errorTable).map(
			([code, { status, sentence }]) => `| \`${code}\` | ${status} | ${sentence} |`,
		);
		expect(rows("| `").filter((line) => /^\| `[a-z-]+` \| \d+ \|/.test(line))).toEqual(expected);
	});
});
