import type { Emotion } from "@undertone/core";
import { macroAverage } from "@undertone/learn";
import type { StoredPrediction } from "../results/result.ts";
import type { ClipDetail } from "./clip-detail.ts";

/** How a group of clips was recognised. */
interface GroupFigure {
	readonly name: string;
	/** Clips, repeats counted once. */
	readonly n: number;
	readonly speakers: number;
	/** Mean recall over the classes that the group has, repeats pooled. */
	readonly uar: number;
	readonly accuracy: number;
}

/** What clips are grouped by; `f0` is a band of the clip's median F0. */
export type GroupKind = "corpus" | "sex" | "language" | "f0" | "age" | "accent" | "speaker";

/** The groups of one kind, such as the sexes. */
export interface GroupTable {
	readonly by: GroupKind;
	/** Empty where no corpus tells them. */
	readonly groups: readonly GroupFigure[];
	/** Corpora that do not tell them of any clip. */
	readonly untold: readonly string[];
}

/** Between the bands of median F0, in hertz. */
const limits = [130, 180, 230];

/**
 * Figures by corpus, sex, language, band of median F0, age, accent and speaker.
 *
 * @param details - By `CORPUS/file`; a clip without is told by its corpus and speaker alone.
 */
export function groupGaps(
	predictions: readonly StoredPrediction[],
	details: ReadonlyMap<string, ClipDetail>,
): GroupTable[] {
	const repeats = Math.max(1, new Set(predictions.map(({ repeat }) => repeat)).size);
	const corpora = [...new Set(predictions.map(({ corpus }) => corpus))];
	const told = (read: (detail: ClipDetail) => string | undefined) => (row: StoredPrediction) => {
		const detail = details.get(`${row.corpus}/${row.file}`);
		return detail === undefined ? undefined : known(read(detail));
	};
	const groupings: readonly (readonly [GroupKind, (row: StoredPrediction) => string | undefined])[] = [
		["corpus", ({ corpus }) => corpus],
		["sex", told(({ sex }) => sex)],
		["language", told(({ language }) => language)],
		["f0", told(({ medianF0 }) => (medianF0 === undefined ? undefined : bandOf(medianF0)))],
		["age", told(({ age }) => age)],
		["accent", told(({ accent }) => accent)],
		[
			"speaker",
			(row) => known(row.speaker) && (corpora.length > 1 ? `${row.corpus} ${row.speaker}` : row.speaker),
		],
	];
	return groupings.map(([by, groupOf]) => {
		const groups = new Map<string, StoredPrediction[]>();
		const telling = new Set<string>();
		for (const row of predictions) {
			const name = groupOf(row);
			if (name === undefined) continue;
			telling.add(row.corpus);
			const rows = groups.get(name);
			if (rows === undefined) groups.set(name, [row]);
			else rows.push(row);
		}
		return {
			by,
			groups: [...groups].sort(inOrder).map(([name, rows]) => ({ name, ...figure(rows, repeats) })),
			untold: corpora.filter((corpus) => !telling.has(corpus)),
		};
	});
}

/** What corpora write where they do not know. */
function known(value: string | undefined): string | undefined {
	return value === "" || value === "unknown" ? undefined : value;
}

function bandOf(hertz: number): string {
	const above = limits.findIndex((limit) => hertz < limit);
	if (above < 0) return `${limits.at(-1)} Hz and more`;
	return above === 0 ? `below ${limits[0]} Hz` : `${limits[above - 1]} to ${limits[above]} Hz`;
}

/** By name, numbers by size, the lowest band first. */
function inOrder([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
	return (
		Number(b.startsWith("below")) - Number(a.startsWith("below")) ||
		a.localeCompare(b, "en", { numeric: true })
	);
}

function figure(rows: readonly StoredPrediction[], repeats: number): Omit<GroupFigure, "name"> {
	const classes = new Map<Emotion, { right: number; count: number }>();
	let right = 0;
	for (const { actual, predicted } of rows) {
		const sum = classes.get(actual) ?? { right: 0, count: 0 };
		sum.count++;
		if (actual === predicted) {
			sum.right++;
			right++;
		}
		classes.set(actual, sum);
	}
	return {
		n: Math.round(rows.length / repeats),
		speakers: new Set(rows.map(({ corpus, speaker }) => `${corpus}/${speaker}`)).size,
		uar: macroAverage([...classes.values()].map((sum) => sum.right / sum.count)),
		accuracy: right / rows.length,
	};
}
