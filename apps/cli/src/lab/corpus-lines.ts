import type { CorpusDescription } from "@undertone/lab";
import type { Terminal } from "../terminal/terminal.ts";

/** A corpus's description for a terminal. */
export function corpusLines(description: CorpusDescription, { style }: Terminal): string[] {
	const { name, clips, speakers, duration, classes, balance, outliers, duplicates } = description;
	const list = (counts: Readonly<Record<string, number>>): string =>
		Object.entries(counts)
			.map(([key, count]) => `${key} ${count}`)
			.join(", ");
	const largest = Math.max(1, ...Object.values(classes));
	const bars = Object.entries(classes).map(
		([emotion, count]) =>
			`  ${emotion.padEnd(10)} ${String(count).padStart(5)} ${"█".repeat(Math.round((30 * (count ?? 0)) / largest))}`,
	);
	const most = 10;
	const some = (title: string, lines: readonly string[]): string[] =>
		lines.length === 0
			? []
			: [
					"",
					style("bold", `${title} (${lines.length})`),
					...lines.slice(0, most).map((line) => `  ${line}`),
					...(lines.length > most ? [`  and ${lines.length - most} more: see --json or --report`] : []),
				];
	return [
		style("bold", name),
		`  ${counted(clips, "clip")}, ${counted(speakers.length, "speaker")}, ${(duration.total / 3600).toFixed(2)} hours`,
		`  duration   mean ${duration.mean.toFixed(2)} s, median ${duration.median.toFixed(2)} s, ${duration.min.toFixed(2)} to ${duration.max.toFixed(2)} s`,
		`  sex        ${list(description.sexes)} (clips)`,
		`  language   ${list(description.languages)}`,
		`  stored as  ${list(description.codecs)}; ${list(description.rates)} Hz; channels ${list(description.channels)}`,
		`  licence    ${description.licence || "unknown"}`,
		"",
		style("bold", "Classes"),
		...bars,
		`  ${balance.sentence}`,
		...some(
			"Clips that stand out",
			outliers.map(({ file, sentence }) => `${file}: ${sentence}`),
		),
		...some(
			"Same audio",
			duplicates.map((files) => files.join(" = ")),
		),
		...some("Differences from the official counts", description.differences),
		...some(
			"Left out by exclude.csv",
			description.excluded.map(({ file, reason }) => `${file}: ${reason}`),
		),
		...some(
			"Unknown files",
			description.unknownFiles.map(({ file, reason }) => `${file}: ${reason}`),
		),
		...some(
			"Unreadable",
			description.unreadable.map(({ file, reason }) => `${file}: ${reason}`),
		),
	];
}

function counted(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? "" : "s"}`;
}
