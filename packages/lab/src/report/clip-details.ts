import { readCorpus, type Sex } from "@undertone/corpora";
import { getFeatureSet } from "@undertone/speech";
import { computeFeatures } from "../features/compute-features.ts";
import type { Result } from "../results/result.ts";

/** What is known of a clip beside its label. */
export interface ClipDetail {
	readonly sex: Sex;
	readonly language: string;
	/** Hertz; undefined where the result's features do not hold it, or nothing is voiced. */
	readonly medianF0?: number;
	/** Of the speaker, where the corpus says it. */
	readonly age?: string;
	readonly accent?: string;
}

/** Names of the median of F0, in semitones, over the feature sets. */
const medians = ["f0_percentile50", "pitch_median"];

/** What semitones of F0 are counted from, in hertz. */
const semitoneReference = 27.5;

/**
 * What the corpora of a result say of its clips, by `CORPUS/file`; clips of a corpus that is not here are left out.
 *
 * Median F0 is taken from the result's own features, which are in the cache after a run.
 */
export async function clipDetails(
	{ corpora, sources = [], features }: Pick<Result, "corpora" | "sources" | "features">,
	{ data, cache }: { readonly data?: string | undefined; readonly cache: string },
): Promise<Map<string, ClipDetail>> {
	const details = new Map<string, ClipDetail>();
	for (const name of [...corpora, ...sources]) {
		const corpus = await readCorpus(name, { data }).catch(() => undefined);
		if (corpus === undefined) continue;
		const paths = corpus.utterances.map(({ path }) => path);
		const f0 = await medianF0(paths, features, cache);
		for (const [i, { corpus: own, file, sex, language, other }] of corpus.utterances.entries()) {
			const hertz = f0?.[i];
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

async function medianF0(paths: readonly string[], set: string, cache: string): Promise<number[] | undefined> {
	let column: number;
	try {
		const { kind, features } = getFeatureSet(set);
		column = kind === "functionals" ? features.findIndex(({ name }) => medians.includes(name)) : -1;
	} catch {
		// A set that is no more, or of faces.
		return undefined;
	}
	if (column < 0) return undefined;
	const { x } = await computeFeatures(paths, set, { cache });
	return paths.map((_, r) => semitoneReference * 2 ** ((x.data[r * x.columns + column] as number) / 12));
}
