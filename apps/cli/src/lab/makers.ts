import {
	type AnyRecipe,
	conditions,
	damaged,
	describeBlend,
	type Experiment,
	type ExperimentContext,
	embeddingDimensions,
	hasFigures,
	intensityStudy,
	isSpeechRecipe,
	profileStudy,
	runRecipe,
	type StoredFigures,
	s0Ravdess,
	s1Tess,
	storeConditions,
	testConditions,
} from "@undertone/lab";
import { listRecipes } from "./list-recipes.ts";

/** What makes stored figures: a recipe, a recipe put to noise and rooms, or a study that is no recipe. */
export interface Maker {
	readonly id: string;
	readonly summary: string;
	/** Of the tables that it stores, in words: results describe their own. */
	readonly classifier: string;
	run(context: ExperimentContext): Promise<unknown>;
}

const studies: readonly (readonly [study: Experiment, classifier: string])[] = [
	[s0Ravdess, "cnn"],
	[s1Tess, "mlp"],
	[damaged, "lda and mlp"],
	[profileStudy, "lda"],
	[intensityStudy, "lda"],
	[embeddingDimensions, "plda and svm"],
];

const ofConditions = "conditions-";

/** All that `undertone reproduce` can run: studies, recipes, and recipes whose robustness is stored. */
export async function listMakers(
	recipes: string,
	stored: ReadonlyMap<string, StoredFigures>,
): Promise<Maker[]> {
	const found = await listRecipes(recipes);
	return [
		...studies.map(([study, classifier]) => ({
			id: study.id,
			summary: study.summary,
			classifier,
			run: (context: ExperimentContext) => study.run(context),
		})),
		...found.filter(hasFigures).map(recipeMaker),
		...found.flatMap((recipe) => (stored.has(`${ofConditions}${recipe.id}`) ? conditionsMaker(recipe) : [])),
	];
}

function recipeMaker(recipe: AnyRecipe): Maker {
	const { id, description } = recipe;
	const { model: _, ...evaluated } = recipe;
	return {
		id,
		summary: description,
		classifier: "",
		run: (context) => runRecipe(evaluated, `undertone reproduce ${id}`, context),
	};
}

function conditionsMaker(recipe: AnyRecipe): Maker[] {
	if (!isSpeechRecipe(recipe)) return [];
	return [
		{
			id: `${ofConditions}${recipe.id}`,
			summary: `${recipe.id} in noise, in rooms and on short clips`,
			classifier: describeBlend(recipe),
			run: async (context) =>
				storeConditions(context.results, recipe, await testConditions(recipe, conditions(), context)),
		},
	];
}

/**
 * What makes a stored result: what its command names (`ivector-plda-10` is made by `embedding-dimensions`), or what its
 * id begins with (`speech-emodb` is a part of `speech`).
 */
export function makerOf(
	id: string,
	makers: readonly Maker[],
	stored: ReadonlyMap<string, StoredFigures>,
): Maker | undefined {
	const own = makers.find((maker) => maker.id === id);
	if (own !== undefined) return own;
	const [, study, recipe] =
		/^undertone (?:reproduce ([\w-]+)|train (?:\S*\/)?([\w-]+)\.json)/u.exec(stored.get(id)?.command ?? "") ??
		[];
	const named = makers.find((maker) => maker.id === (study ?? recipe));
	if (named !== undefined) return named;
	return makers.filter((maker) => id.startsWith(`${maker.id}-`)).sort((a, b) => b.id.length - a.id.length)[0];
}
