import { join } from "node:path";
import { readCorpus } from "@undertone/corpora";
import type { ClipDetail } from "../groups/clip-detail.ts";
import { type ClipTable, clipTableName, f0Of, readClipTable } from "../groups/clip-table.ts";
import { medianF0 } from "../groups/median-f0.ts";
import { toldByNames } from "../groups/told-by-names.ts";
import type { Result, StoredPrediction } from "../results/result.ts";

/**
 * What is known of the clips of a result, by `CORPUS/file`: what their names tell, and of corpora that are here what
 * their tables say.
 *
 * Median F0 is that of `results/clips.csv`; of a corpus that is not in it, that of the result's own features, which are
 * in the cache after a run.
 *
 * @param folder - Of stored results.
 */
export async function clipDetails(
	{ corpora, sources = [], features }: Pick<Result, "corpora" | "sources" | "features">,
	predictions: readonly StoredPrediction[],
	{
		folder,
		data,
		cache,
	}: { readonly folder: string; readonly data?: string | undefined; readonly cache: string },
): Promise<Map<string, ClipDetail>> {
	const table = await readClipTable(join(folder, clipTableName));
	const details = toldByNames(predictions, table);
	for (const name of [...corpora, ...sources]) {
		const corpus = await readCorpus(name, { data }).catch(() => undefined);
		if (corpus === undefined) continue;
		const f0 = await ownF0(corpus.utterances, features, table, cache);
		for (const [i, { corpus: own, file, sex, language, other }] of corpus.utterances.entries()) {
			const hertz = f0?.[i] ?? f0Of(table, own, file);
			details.set(`${own}/${file}`, {
				sex,
				language,
				...(hertz === undefined || Number.isNaN(hertz) ? {} : { medianF0: hertz }),
				...(other.age === undefined ? {} : { age: other.age }),
				...(other.accent === undefined ? {} : { accent: other.accent }),
			});
		}
	}
	return details;
}

/** By the features of the result, where the table has none of the clips. */
async function ownF0(
	clips: readonly { readonly corpus: string; readonly file: string; readonly path: string }[],
	features: string,
	table: ClipTable,
	cache: string,
): Promise<number[] | undefined> {
	if (clips.some(({ corpus, file }) => f0Of(table, corpus, file) !== undefined)) return undefined;
	const paths = clips.map(({ path }) => path);
	return medianF0(paths, { cache }, features);
}
