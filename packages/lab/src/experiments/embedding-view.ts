import { UndertoneError, zeros } from "@undertone/core";
import type { Fold } from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";
import { embedCached } from "./embed-cached.ts";
import type { EmbeddingSettings } from "./embed-fold.ts";
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

/**
 * A fold's clips as i-vectors, and the recipe that classifies these: the second way in which a recipe with an
 * `embedding` hears a clip. Clips that are in neither part are 0.
 *
 * @throws {UndertoneError} `recipe-invalid` if the set is none of frames, `cancelled`.
 */
export async function embeddingView(
	recipe: Recipe & { readonly embedding: NonNullable<Recipe["embedding"]> },
	clips: LabelledClips,
	fold: Pick<Fold, "train" | "test">,
	what: string,
	context: ExperimentContext,
): Promise<View> {
	const { features, components, dimensions, classifiers } = recipe.embedding;
	const { frames, audioHashes } = clips;
	if (frames === undefined) {
		throw new UndertoneError("recipe-invalid", `The recipe "${recipe.id}" needs the frames of ${features}.`);
	}
	const [vectors] = await embedCached(
		{ frames, features, audioHashes },
		fold,
		{ ...settings, components, dimensions: [dimensions], seed: recipe.seed },
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
	const { embedding: _, select: __, clamp: ___, ...plain } = recipe;
	return {
		recipe: { ...plain, features, classifiers, blend: classifiers.map(() => 1), augment: [] },
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
