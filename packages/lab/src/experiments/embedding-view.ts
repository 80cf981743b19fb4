import { type Matrix, UndertoneError, zeros } from "@undertone/core";
import { extractIVectors, type Fold, halfPrecision, type IVectorExtractor } from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";
import { embedCached } from "./embed-cached.ts";
import { type EmbeddingSettings, fitExtractors } from "./embed-fold.ts";
import type { ExperimentContext } from "./experiment.ts";
import type { LabelledClips } from "./labelled-clips.ts";

/** What recipes need not say. */
const settings = {
	mostFrames: 20_000,
	backgroundIterations: 20,
	leastVariance: 0.05,
	iterations: 5,
} as const satisfies Partial<EmbeddingSettings>;

/** A recipe and its clips as another way of hearing them. */
export interface View {
	readonly recipe: Recipe;
	readonly clips: LabelledClips;
}

/** A recipe that hears clips a second way. */
type EmbeddingRecipe = Recipe & { readonly embedding: NonNullable<Recipe["embedding"]> };

/**
 * A fold's clips as i-vectors, and the recipe that classifies these: the second way in which a recipe with an
 * `embedding` hears a clip. Clips that are in neither part are 0.
 *
 * @throws {UndertoneError} `recipe-invalid` if the set is none of frames, `cancelled`.
 */
export async function embeddingView(
	recipe: EmbeddingRecipe,
	clips: LabelledClips,
	fold: Pick<Fold, "train" | "test">,
	what: string,
	context: ExperimentContext,
): Promise<View> {
	const { features, dimensions } = recipe.embedding;
	const { audioHashes } = clips;
	const frames = framesOf(recipe, clips);
	const [vectors] = await embedCached(
		{ frames, features, audioHashes },
		fold,
		settingsOf(recipe),
		what,
		context,
	);
	const x = zeros(clips.utterances.length, dimensions);
	for (const [rows, part] of [
		[fold.train, vectors?.train],
		[fold.test, vectors?.test],
	] as const) {
		for (const [r, i] of rows.entries()) {
			x.data.set(part?.data.subarray(r * dimensions, (r + 1) * dimensions) ?? [], i * dimensions);
		}
	}
	return viewOf(recipe, clips, x);
}

/**
 * All clips as i-vectors, as {@link embeddingView}, with the extractor that makes them: as a file stores it.
 *
 * @throws {UndertoneError} `recipe-invalid` if the set is none of frames, `cancelled`.
 */
export async function embedAll(
	recipe: EmbeddingRecipe,
	clips: LabelledClips,
	{ signal, progress }: ExperimentContext,
): Promise<{ readonly view: View; readonly extractor: IVectorExtractor }> {
	const { extractors, statistics } = await fitExtractors(framesOf(recipe, clips), settingsOf(recipe), {
		signal,
		onProgress: (share, note) => progress("the model for all clips, embedding", share, note),
	});
	const extractor = halfPrecision(extractors[0] as IVectorExtractor, statistics);
	return { view: viewOf(recipe, clips, extractIVectors(statistics, extractor)), extractor };
}

function settingsOf({ embedding: { components, dimensions }, seed }: EmbeddingRecipe): EmbeddingSettings {
	return { ...settings, components, dimensions: [dimensions], seed };
}

function framesOf({ id, embedding }: EmbeddingRecipe, { frames }: LabelledClips): readonly Matrix[] {
	if (frames !== undefined) return frames;
	throw new UndertoneError("recipe-invalid", `The recipe "${id}" needs the frames of ${embedding.features}.`);
}

function viewOf(recipe: EmbeddingRecipe, clips: LabelledClips, x: Matrix): View {
	const { embedding, select: _, clamp: __, ...plain } = recipe;
	const { features, classifiers } = embedding;
	return {
		recipe: {
			...plain,
			embedding: undefined,
			sequence: undefined,
			features,
			classifiers,
			blend: classifiers.map(() => 1),
			augment: [],
		},
		clips: {
			...clips,
			data: { ...clips.data, x },
			versions: [x],
			heard: x,
			shape: undefined,
			frames: undefined,
		},
	};
}
