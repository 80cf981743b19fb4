import { type Emotion, type Matrix, row, UndertoneError, zeros } from "@undertone/core";
import { corpusReaders, readCorpus, type Utterance } from "@undertone/corpora";
import { type Dataset, encodeLabels, takeRows } from "@undertone/learn";
import { getFeatureSet } from "@undertone/speech";
import { findSounds } from "../augment/sound-library.ts";
import { clean, needsSounds, type Variant, variantName } from "../augment/variant.ts";
import { computeFeatures, computeFrames, computeSequences } from "../features/compute-features.ts";
import { type ReadTable, readFeatureTable } from "../features/read-feature-table.ts";
import type { SequenceShape } from "../fit/classifier.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { ExperimentContext } from "./experiment.ts";

/** The clips of a recipe's corpora that have one of its labels, with their features. */
export interface LabelledClips {
	readonly utterances: readonly Utterance[];
	/** After mapping. */
	readonly emotions: readonly Emotion[];
	/** `CORPUS/speaker` of every clip. */
	readonly speakers: readonly string[];
	readonly audioHashes: readonly string[];
	/** Clean features first, then one matrix for every augmentation, rows alike. */
	readonly versions: readonly Matrix[];
	/** Clean features with classes, masks and speakers. */
	readonly data: Dataset;
	/** Features as a test clip is heard: clean, or changed as the recipe's `testAs` says. */
	readonly heard: Matrix;
	/** Frames of every clip, where the recipe has an embedding. */
	readonly frames?: readonly Matrix[] | undefined;
	/** Of a row, where rows are sequences. */
	readonly shape?: SequenceShape | undefined;
	/** Whether a clip is of a corpus that is only tested on. */
	readonly tested: readonly boolean[];
	/** Weight of every clip. */
	readonly weights: Float32Array;
}

/**
 * Reads corpora and features for a recipe.
 *
 * @throws {UndertoneError} `corpus-too-small` if there are fewer than two speakers or classes left.
 */
export async function readLabelledClips(recipe: Recipe, context: ExperimentContext): Promise<LabelledClips> {
	const utterances: Utterance[] = [];
	const emotions: Emotion[] = [];
	const { protocol } = recipe;
	const testCorpora = protocol.split === "cross-corpus" ? protocol.test : [];
	const tested: boolean[] = [];
	const table =
		context.featureTable === undefined ? undefined : await readTable(recipe, context.featureTable);
	const rowOf = new Map(table?.utterances.map((utterance, r) => [utterance, r]));
	for (const [c, name] of [...recipe.corpora, ...testCorpora].entries()) {
		const corpus =
			table === undefined
				? await readCorpus(name, { data: context.data })
				: ofTable(table, name, context.featureTable ?? "");
		const kept = corpus.utterances.flatMap((utterance) => {
			const mapped = recipe.mapping[utterance.emotion];
			const emotion = mapped === undefined ? utterance.emotion : mapped;
			return emotion !== null && recipe.labels.includes(emotion) ? [{ utterance, emotion }] : [];
		});
		context.print(
			`${corpus.name}: ${kept.length} of ${corpus.utterances.length} clips, ${new Set(kept.map((k) => k.utterance.speaker)).size} speakers.`,
		);
		utterances.push(...kept.map((k) => k.utterance));
		emotions.push(...kept.map((k) => k.emotion));
		tested.push(...kept.map(() => c >= recipe.corpora.length));
	}
	const speakers = utterances.map((utterance) => `${utterance.corpus}/${utterance.speaker}`);
	checkSize(recipe, speakers, emotions);
	checkKind(recipe);
	const versions: Matrix[] = [];
	let audioHashes: readonly string[] = [];
	if (table !== undefined) {
		const rows = Int32Array.from(utterances, (utterance) => rowOf.get(utterance) ?? 0);
		versions.push(takeRows(table.x, rows));
		audioHashes = Array.from(rows, (r) => table.hashes[r] ?? "");
	}
	const options = { cache: context.cache, signal: context.signal };
	const compute = async (variant: Variant, rows: readonly number[]): Promise<Matrix> => {
		const paths = rows.map((i) => (utterances[i] as Utterance).path);
		const settings = {
			...options,
			variant,
			sounds: needsSounds(variant) ? findSounds(context.data) : undefined,
			onProgress: (done: number, total: number) =>
				context.progress(`${recipe.features}, ${variantName(variant)}`, done / total),
		};
		const computed =
			recipe.sequence === undefined
				? await computeFeatures(paths, recipe.features, settings)
				: await computeSequences(paths, recipe.features, recipe.sequence, settings);
		if (variant.length === 0) audioHashes = computed.audioHashes;
		const x = zeros(utterances.length, computed.x.columns);
		for (const [r, i] of rows.entries()) x.data.set(row(computed.x, r), i * x.columns);
		return x;
	};
	const all = [...utterances.keys()];
	if (table === undefined) {
		versions.push(await compute(clean, all));
		// Only what is trained on is changed.
		const trained = all.filter((i) => !tested[i]);
		for (const variant of recipe.augment) versions.push(await compute(variant, trained));
	}
	const frames = recipe.embedding && (await readFrames(recipe.embedding.features, utterances, context));
	const heard = recipe.testAs.length === 0 ? (versions[0] as Matrix) : await compute(recipe.testAs, all);
	const data: Dataset = {
		x: versions[0] as Matrix,
		y: encodeLabels(emotions, recipe.labels),
		labels: recipe.labels,
		allowed: allowedClasses(utterances, emotions, recipe.labels),
		groups: speakers,
	};
	return {
		utterances,
		emotions,
		speakers,
		audioHashes,
		versions,
		data,
		heard,
		frames,
		shape:
			recipe.sequence === undefined
				? undefined
				: {
						frames: recipe.sequence.frames,
						bands: (versions[0] as Matrix).columns / recipe.sequence.frames,
					},
		tested,
		weights: corpusWeights(recipe, utterances),
	};
}

async function readFrames(
	set: string,
	utterances: readonly Utterance[],
	{ cache, signal, progress, featureTable }: ExperimentContext,
): Promise<readonly Matrix[]> {
	if (featureTable !== undefined) {
		throw new UndertoneError(
			"recipe-invalid",
			`A recipe with an embedding needs the audio itself, but --features gives a table. Leave out "embedding", or --features.`,
		);
	}
	const paths = utterances.map(({ path }) => path);
	const { clips } = await computeFrames(paths, set, {
		cache,
		signal,
		onProgress: (done, total) => progress(set, done / total),
	});
	return clips;
}

async function readTable(recipe: Recipe, path: string): Promise<ReadTable> {
	if (recipe.augment.length > 0 || recipe.testAs.length > 0) {
		throw new UndertoneError(
			"recipe-invalid",
			`A recipe with augmentation needs the audio itself, but --features gives a table. Leave out "augment" and "testAs", or --features.`,
		);
	}
	return readFeatureTable(path, recipe.features);
}

/** The rows of a table that are of one corpus, by any of its names. */
function ofTable(
	{ utterances }: ReadTable,
	name: string,
	path: string,
): { readonly name: string; readonly utterances: readonly Utterance[] } {
	const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
	const names = corpusReaders.find((reader) => reader.aliases.some((alias) => plain(alias) === plain(name)));
	const wanted = new Set([name, ...(names?.aliases ?? []), names?.name ?? name].map(plain));
	const own = utterances.filter(({ corpus }) => wanted.has(plain(corpus)));
	if (own.length > 0) return { name: own[0]?.corpus ?? name, utterances: own };
	const present = [...new Set(utterances.map(({ corpus }) => corpus))].join(", ");
	throw new UndertoneError(
		"corpus-not-found",
		`The table "${path}" must hold clips of ${name}, which the recipe names, but it holds ${present}.`,
	);
}

function checkSize(recipe: Recipe, speakers: readonly string[], emotions: readonly Emotion[]): void {
	const people = new Set(speakers).size;
	const classes = new Set(emotions).size;
	if (people >= 2 && classes >= 2) return;
	throw new UndertoneError(
		"corpus-too-small",
		`A speaker-independent model needs at least two speakers and two classes, ${recipe.corpora.join(", ")} has ${people} and ${classes}. Add clips of others.`,
	);
}

/** A set of frames needs a sequence, and no other set has one. */
function checkKind({ features, sequence }: Recipe): void {
	const { kind } = getFeatureSet(features);
	if ((kind === "frames") === (sequence !== undefined)) return;
	throw new UndertoneError(
		"recipe-invalid",
		kind === "frames"
			? `The feature set ${features} gives frames: the recipe must say how many make a sample, such as "sequence": {"frames": 128, "step": 2}.`
			: `The feature set ${features} gives one row a clip: the recipe must have no "sequence".`,
	);
}

/** A class that a corpus lacks is not allowed for its clips: its absence there teaches nothing. */
function allowedClasses(
	utterances: readonly Utterance[],
	emotions: readonly Emotion[],
	labels: readonly Emotion[],
): Uint8Array {
	const present = new Map<string, Set<Emotion>>();
	for (const [i, { corpus }] of utterances.entries()) {
		const set = present.get(corpus) ?? new Set();
		present.set(corpus, set.add(emotions[i] as Emotion));
	}
	const allowed = new Uint8Array(utterances.length * labels.length);
	for (const [i, { corpus }] of utterances.entries()) {
		for (const [c, label] of labels.entries()) {
			if (present.get(corpus)?.has(label)) allowed[i * labels.length + c] = 1;
		}
	}
	return allowed;
}

function corpusWeights({ corpusWeights: kind }: Recipe, utterances: readonly Utterance[]): Float32Array {
	const weights = new Float32Array(utterances.length).fill(1);
	if (kind === "none") return weights;
	const counts = new Map<string, number>();
	for (const { corpus } of utterances) counts.set(corpus, (counts.get(corpus) ?? 0) + 1);
	const total = [...counts.values()].reduce((sum, count) => sum + Math.sqrt(count), 0);
	for (const [i, { corpus }] of utterances.entries()) {
		const count = counts.get(corpus) ?? 1;
		weights[i] = (Math.sqrt(count) / total) * (utterances.length / count);
	}
	return weights;
}
