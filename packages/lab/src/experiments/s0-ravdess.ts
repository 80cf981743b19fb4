import { parseRecipe } from "../recipes/recipe.ts";
import { percent } from "../report/percent.ts";
import type { Metric } from "../results/result.ts";
import type { Experiment, ExperimentContext } from "./experiment.ts";
import { trainRecipe } from "./train-recipe.ts";

const common = {
	corpora: ["ravdess"],
	labels: ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"],
	features: "mfcc-chroma@1",
	sequence: { frames: 110, step: 1, normalise: "none" },
	classifiers: [
		{
			kind: "cnn",
			filters: [16, 32, 32],
			dropout: 0.3,
			epochs: 30,
			batchSize: 32,
			learningRate: 1e-3,
			keep: "last",
		},
	],
	members: 1,
	selection: "fixed-beforehand",
	seed: 1,
};

const random = parseRecipe(
	{
		...common,
		id: "s0-ravdess",
		description: "The first paper: MFCC and chroma into a CNN, RAVDESS, random five-fold.",
		protocol: { split: "random", folds: 5 },
	},
	"s0-ravdess",
);

const speakers = parseRecipe(
	{
		...common,
		id: "s0-ravdess-speaker",
		description: "The same network, five groups of actors, none of a test part heard in training.",
		protocol: { split: "speaker-independent", folds: 5 },
	},
	"s0-ravdess-speaker",
);

/** The first paper's way on RAVDESS, by a random split and with unseen actors, side by side. */
export const s0Ravdess: Experiment = {
	id: "s0-ravdess",
	summary: "the first paper: MFCC and chroma of RAVDESS into a CNN, random five-fold; and unseen actors",
	run: async (context: ExperimentContext) => {
		const command = "undertone reproduce s0-ravdess";
		const results = [
			await trainRecipe(random, command, context),
			await trainRecipe(speakers, command, context),
		];
		context.print("");
		for (const [r, { metrics }] of results.entries()) {
			const { value, low, high } = metrics.accuracy as Metric;
			const what = r === 0 ? "Random five-fold" : "Unseen actors";
			context.print(
				`${what.padEnd(20)} accuracy ${percent(value)} (95 %: ${percent(low)} to ${percent(high)})`,
			);
		}
		return results;
	},
};
