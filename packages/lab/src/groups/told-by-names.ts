import { basename, extname } from "node:path";
import { type CorpusReader, corpusReaders } from "@undertone/corpora";
import type { StoredPrediction } from "../results/result.ts";
import type { ClipDetail } from "./clip-detail.ts";
import { type ClipTable, f0Of } from "./clip-table.ts";

/**
 * What the readers of the corpora tell of clips by their files' names, and a table of their median F0: no audio is needed.
 *
 * @returns By `CORPUS/file`; clips of a corpus without a reader are left out, unless their F0 is in the table.
 */
export function toldByNames(
	predictions: readonly Pick<StoredPrediction, "corpus" | "file">[],
	table: ClipTable,
): Map<string, ClipDetail> {
	const readers = new Map<string, CorpusReader | undefined>();
	const details = new Map<string, ClipDetail>();
	for (const { corpus, file } of predictions) {
		const key = `${corpus}/${file}`;
		if (details.has(key)) continue;
		if (!readers.has(corpus)) readers.set(corpus, readerOf(corpus));
		const reader = readers.get(corpus);
		const parsed = reader?.parse(basename(file, extname(file)));
		const medianF0 = f0Of(table, corpus, file);
		const told = parsed === undefined || typeof parsed === "string" ? undefined : parsed;
		if (told === undefined && medianF0 === undefined) continue;
		details.set(key, {
			sex: told?.sex ?? "unknown",
			language: reader?.language ?? "",
			...(medianF0 === undefined ? {} : { medianF0 }),
			...(told?.age === undefined ? {} : { age: told.age }),
			...(told?.accent === undefined ? {} : { accent: told.accent }),
		});
	}
	return details;
}

function readerOf(corpus: string): CorpusReader | undefined {
	return corpusReaders.find(({ name, aliases }) => name === corpus || aliases.includes(corpus.toLowerCase()));
}
