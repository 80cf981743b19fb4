/**
 * Rows of a comma-separated file with a heading, by RFC 4180 (quotes, doubled quotes, line breaks in quotes).
 *
 * @returns One record a row, keyed by the heading; a row with fewer fields has "" for the rest.
 */
export function parseCsv(text: string): Record<string, string>[] {
	const [heading = [], ...rows] = fields(text.replace(/^\uFEFF/, ""));
	return rows
		.filter((row) => row.length > 1 || row[0] !== "")
		.map((row) => Object.fromEntries(heading.map((name, i) => [name.trim(), row[i] ?? ""])));
}

function fields(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	let field = "";
	let quoted = false;
	for (let i = 0; i < text.length; i++) {
		const character = text[i] as string;
		if (quoted) {
			if (character !== '"') field += character;
			else if (text[i + 1] === '"') field += text[i++];
			else quoted = false;
		} else if (character === '"') quoted = true;
		else if (character === ",") {
			row.push(field);
			field = "";
		} else if (character === "\n") {
			row.push(field.replace(/\r$/, ""));
			rows.push(row);
			row = [];
			field = "";
		} else field += character;
	}
	if (field !== "" || row.length > 0) rows.push([...row, field]);
	return rows;
}
