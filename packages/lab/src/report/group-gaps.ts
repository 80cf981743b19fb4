import type { Emotion } from "@undertone/core";
import { macroAverage } from "@undertone/learn";
import type { StoredPrediction } from "../results/result.ts";
import type { ClipDetail } from "./clip-details.ts";

/** How a group of clips was recognised. */
interface GroupFigure {
	readonly name: string;
	/** Predictions, several of a clip where it was drawn several times. */
	readonly n: number;
	readonly speakers: number;
	/** Mean recall over the classes that the group has. */
	readonly uar: number;
	readonly accuracy: number;
}

/** The groups of one kind, such as the sexes. */
export interface GroupTable {
	readonly by: string;
	/** Empty where the corpora do not say it; `missing` then says so. */
	readonly groups: readonly GroupFigure[];
	readonly missing?: string;
}

const bands = [130, 180, 230];

/** Figures by corpus, sex, language, band of median F0, age, accent and speaker. */
export function groupGaps(
	predictions: readonly StoredPrediction[],
	details: ReadonlyMap<string, ClipDetail>,
): GroupTable[] {
	const told = (read: (detail: ClipDetail) => string | undefined) => (row: StoredPrediction) => {
		const detail = details.get(`${row.corpus}/${row.file}`);
		return detail === undefined ? undefined : read(detail);
	};
	const known = (value: string): string | undefined =>
		value === "" || value === "unknown" ? undefined : value;
	return [
		table("corpus", predictions, (row) => row.corpus),
		table(
			"sex",
			predictions,
			told(({ sex }) => known(sex)),
		),
		table(
			"language",
			predictions,
			told(({ language }) => known(language)),
		),
		table(
			"median F0 of the clip",
			predictions,
			told(({ medianF0 }) => (medianF0 === undefined ? undefined : bandOf(medianF0))),
		),
		table(
			"age",
			predictions,
			told(({ age }) => age),
		),
		table(
			"accent",
			predictions,
			told(({ accent }) => accent),
		),
		table("speaker", predictions, (row) => `${row.corpus}/${row.speaker}`),
	];
}

function bandOf(hertz: number): string {
	const above = bands.findIndex((limit) => hertz < limit);
	if (above < 0) return `${bands.at(-1)} Hz and more`;
	return above === 0 ? `below ${bands[0]} Hz` : `${bands[above - 1]} to ${bands[above]} Hz`;
}

function table(
	by: string,
	predictions: readonly StoredPrediction[],
	groupOf: (row: StoredPrediction) => string | undefined,
): GroupTable {
	const groups = new Map<string, StoredPrediction[]>();
	for (const row of predictions) {
		const name = groupOf(row);
		if (name === undefined) continue;
		const rows = groups.get(name);
		if (rows === undefined) groups.set(name, [row]);
		else rows.push(row);
	}
	const figures = [...groups]
		.map(([name, rows]) => ({ name, ...figure(rows) }))
		.sort(
			(a, b) =>
				Number(b.name.startsWith("below")) - Number(a.name.startsWith("below")) ||
				a.name.localeCompare(b.name, "en", { numeric: true }),
		);
	return figures.length === 0
		? { by, groups: [], missing: `not in ${predictions.length === 0 ? "this result" : "this corpus"}` }
		: { by, groups: figures };
}

function figure(rows: readonly StoredPrediction[]): Omit<GroupFigure, "name"> {
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
		n: rows.length,
		speakers: new Set(rows.map(({ corpus, speaker }) => `${corpus}/${speaker}`)).size,
		uar: macroAverage([...classes.values()].map((sum) => sum.right / sum.count)),
		accuracy: right / rows.length,
	};
}
