import { readFileSync, writeFileSync } from "node:fs";

/** A page's text with what stands between `<!-- name -->` and `<!-- /name -->` replaced by a table. */
export function filledTable(text: string, name: string, table: string): string {
	const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
	const from = text.indexOf(open);
	const to = text.indexOf(close);
	if (from < 0 || to < from)
		throw new Error(`There must be ${open} and, after it, ${close}, and there are not.`);
	return `${text.slice(0, from + open.length)}\n${table}\n${text.slice(to)}`;
}

/** Writes a table into a page of the docs, between its two markers. */
export function fillTable(path: string, name: string, table: string): void {
	writeFileSync(path, filledTable(readFileSync(path, "utf8"), name, table));
}
