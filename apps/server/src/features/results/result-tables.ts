import type { ResultDetail } from "@undertone/api";
import { matrixFromRows } from "@undertone/core";
import { corpusReaders } from "@undertone/corpora";
import type { Result, StoredPrediction } from "@undertone/lab/results";
import {
	accuracy,
	confusionMatrix,
	coverageAccuracy,
	f1,
	precision,
	recall,
	reliabilityBins,
	uar,
} from "@undertone/learn";

/** Points of the coverage curve that are worth sending. */
const coveragePoints = 50;

/** What the stored predictions of a result show; repeats are pooled, numbers of clips count them once. */
export function resultTables(
	{ labels }: Pick<Result, "labels">,
	predictions: readonly StoredPrediction[],
): ResultDetail["tables"] {
	const k = labels.length;
	const repeats = Math.max(1, new Set(predictions.map((row) => row.repeat)).size);
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const predicted = predictions.map((row) => labels.indexOf(row.predicted));
	const scores = matrixFromRows(predictions.map((row) => row.scores));
	const { counts, totals } = confusionMatrix(actual, predicted, k);
	const columns = {
		precision: precision(actual, predicted, k),
		recall: recall(actual, predicted, k),
		f1: f1(actual, predicted, k),
	};
	const clips = (rows: number): number => Math.round(rows / repeats);
	const group = (name: string, rows: readonly StoredPrediction[]) => {
		const a = rows.map((row) => labels.indexOf(row.actual));
		const p = rows.map((row) => labels.indexOf(row.predicted));
		return { name, n: clips(rows.length), uar: uar(a, p, k), accuracy: accuracy(a, p) };
	};
	const known = predictions.filter((row) => sexOf(row) !== null);
	return {
		confusion: counts,
		perClass: labels.map((label, c) => ({
			label,
			n: clips(totals[c] ?? 0),
			precision: finite(columns.precision[c]),
			recall: finite(columns.recall[c]),
			f1: finite(columns.f1[c]),
		})),
		reliability: reliabilityBins(scores, actual).map(({ count, confidence, accuracy }) => ({
			n: count,
			confidence,
			accuracy,
		})),
		coverage: thin(coverageAccuracy(scores, actual), coveragePoints),
		perCorpus: groupBy(predictions, (row) => row.corpus).map(([name, rows]) => group(name, rows)),
		perSpeaker: groupBy(predictions, (row) => `${row.corpus}/${row.speaker}`).map(([, rows]) => {
			const { corpus, speaker } = rows[0] as StoredPrediction;
			return { ...group(speaker, rows), corpus, sex: sexOf(rows[0] as StoredPrediction) };
		}),
		perSex: groupBy(known, (row) => sexOf(row) ?? "").map(([name, rows]) => group(name, rows)),
		perLanguage: groupBy(
			predictions.filter((row) => readerOf(row.corpus) !== undefined),
			(row) => readerOf(row.corpus)?.language ?? "",
		).map(([name, rows]) => group(name, rows)),
	};
}

function readerOf(corpus: string) {
	return corpusReaders.find(({ name, aliases }) => name === corpus || aliases.includes(corpus.toLowerCase()));
}

/** As the corpus documents it, read from the file's name; null where it does not. */
function sexOf({ corpus, file }: StoredPrediction): string | null {
	const stem = (file.split("/").at(-1) ?? "").replace(/\.[^.]+$/, "");
	const parsed = readerOf(corpus)?.parse(stem);
	if (parsed === undefined || typeof parsed === "string" || parsed.sex === "unknown") return null;
	return parsed.sex;
}

function finite(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value;
}

/** Every so manieth item, with the first and the last. */
function thin<T>(items: readonly T[], most: number): T[] {
	if (items.length <= most) return [...items];
	return Array.from(
		{ length: most },
		(_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as T,
	);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const name = key(item);
		const group = groups.get(name);
		if (group === undefined) groups.set(name, [item]);
		else group.push(item);
	}
	return [...groups].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
}
