import type { Recipe } from "../recipes/recipe.ts";
import type { ExperimentContext } from "./experiment.ts";
import { type LabelledClips, readLabelledClips } from "./labelled-clips.ts";

/** Reads the clips of recipes; those of recipes that ask for the same ones are read once. */
export type ClipReader = (recipe: Recipe) => Promise<LabelledClips>;

/** A reader that remembers what it has read. */
export function createClipReader(context: ExperimentContext): ClipReader {
	const known = new Map<string, Promise<LabelledClips>>();
	return (recipe) => {
		const key = JSON.stringify({ ...recipe, ...beside });
		// Which clips there are is said once, whatever is computed of them afterwards.
		const print = known.size === 0 ? context.print : (): void => undefined;
		const read = known.get(key) ?? readLabelledClips(recipe, { ...context, print });
		known.set(key, read);
		return read;
	};
}

/** What does not change the clips or their features. */
const beside = {
	id: undefined,
	description: undefined,
	classifiers: undefined,
	blend: undefined,
	members: undefined,
	innerRepeats: undefined,
	clamp: undefined,
	overSample: undefined,
	select: undefined,
	selection: undefined,
	search: undefined,
	seed: undefined,
	model: undefined,
} satisfies Partial<Record<keyof Recipe, undefined>>;
