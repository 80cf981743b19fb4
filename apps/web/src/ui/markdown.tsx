import { Fragment, type ReactNode } from "react";

/** The small part of Markdown that model cards use: headings, paragraphs, lists, tables, code, bold, links. */
export function Markdown({ text }: { readonly text: string }) {
	return blocksOf(text).map((block, i) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: the text does not change
		<Fragment key={i}>{renderBlock(block)}</Fragment>
	));
}

function blocksOf(text: string): string[] {
	return text.split(/\n{2,}/).filter((block) => block.trim() !== "");
}

function renderBlock(block: string): ReactNode {
	const lines = block.trim().split("\n");
	const [first = ""] = lines;
	const heading = /^(#{1,3}) (.*)$/.exec(first);
	if (heading !== null) {
		const [, marks = "", title = ""] = heading;
		const Tag = `h${marks.length}` as "h1" | "h2" | "h3";
		return (
			<>
				<Tag>{inline(title)}</Tag>
				{lines.length > 1 && renderBlock(lines.slice(1).join("\n"))}
			</>
		);
	}
	if (first.startsWith("|")) return <Table lines={lines} />;
	if (first.startsWith("- ")) {
		return (
			<ul>
				{lines.map((line) => (
					<li key={line}>{inline(line.replace(/^- /, ""))}</li>
				))}
			</ul>
		);
	}
	return <p>{inline(lines.join(" "))}</p>;
}

function Table({ lines }: { readonly lines: readonly string[] }) {
	const cells = (line: string): string[] =>
		line
			.slice(1, line.lastIndexOf("|"))
			.split("|")
			.map((cell) => cell.trim());
	const [heading = "", , ...rows] = lines;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
		<section className="scroll" tabIndex={0} aria-label="Table">
			<table>
				<thead>
					<tr>
						{cells(heading).map((cell) => (
							<th key={cell} scope="col">
								{inline(cell)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={row}>
							{cells(row).map((cell, c) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed table may be equal
								<td key={c}>{inline(cell)}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

/** Bold, code and links within a line. */
function inline(text: string): ReactNode {
	return text.split(/(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/).map((part, i) => {
		const key = `${i} ${part}`;
		if (part.startsWith("**")) return <strong key={key}>{part.slice(2, -2)}</strong>;
		if (part.startsWith("`")) return <code key={key}>{part.slice(1, -1)}</code>;
		const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
		if (link !== null) {
			return (
				<a key={key} href={link[2]}>
					{link[1]}
				</a>
			);
		}
		return part;
	});
}
