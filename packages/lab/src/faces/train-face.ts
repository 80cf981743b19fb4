import type { Emotion, Matrix } from "@undertone/core";
import { readFer2013 } from "@undertone/corpora";
import type { ExperimentContext } from "../experiments/experiment.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeCurves } from "../results/store-curves.ts";
import { storeResult } from "../results/store-result.ts";
import { describeFaceNetwork } from "./describe-face-network.ts";
import { bothSides } from "./face-graph.ts";
import { calibrateFaces, writeFaceModel } from "./face-model.ts";
import { faceSide, voteClasses } from "./face-network.ts";
import { facePredictions } from "./face-predictions.ts";
import type { FaceRecipe } from "./face-recipe.ts";
import { type FaceFit, fitFace, keepFace, learntBefore } from "./fit-face.ts";
import { predictFaces } from "./predict-faces.ts";
import { readFaces } from "./read-faces.ts";

/** The FER+ columns as labels; contempt is none of this project's. */
const voteLabels: readonly (Emotion | null)[] = [
	"neutral",
	"happy",
	"surprised",
	"sad",
	"angry",
	"disgust",
	"fearful",
	null,
];

/**
 * Trains a recipe's face network, chooses its epoch and temperature on held-out training pictures, opens the test part
 * once with the file as it is stored, and writes the file with its card.
 *
 * Two results: `ID` by the corpus's own labels, and `ID-votes`, the second head by the majority of the FER+ votes.
 */
export async function trainFace(
	recipe: FaceRecipe,
	command: string,
	context: ExperimentContext,
): Promise<Result> {
	const fit = await fitFace(recipe, context);
	await keepFace(recipe, fit);
	const test = await readFer2013([recipe.testOn], context.data);
	const { validation } = await readFaces(recipe, context.data);

	const parts = {
		classes: recipe.labels.length,
		networks: [{ network: recipe.network, weights: fit.weights }],
	} as const;
	const held = validation.map(({ emotion }) => recipe.labels.indexOf(emotion));
	const label = await calibrateFaces({ ...parts, head: "label" }, validation, recipe.labels.length, held);
	const voted = validation.filter(({ votes }) => majority(votes) !== null);
	const votedClasses = voted.map(({ votes }) => voteLabels.indexOf(majority(votes)));
	const votes = await calibrateFaces({ ...parts, head: "votes" }, voted, voteClasses, votedClasses);

	const probabilities = await predictFaces(label.graph, test, recipe.labels.length);
	const result = await store(recipe, recipe.id, command, fit, context, {
		notes: [
			`Trained on ${fit.trained} pictures; the epoch (${fit.bestEpoch}) and the temperature were chosen on ${fit.validated} others of the training part.`,
			`${fit.leftOut} training pictures that also stand in ${recipe.testOn} were left out.`,
			"The file looks at every picture and its mirror image.",
		],
		labels: recipe.labels,
		predictions: facePredictions(
			test,
			test.map(({ emotion }) => emotion),
			probabilities,
			recipe.labels,
		),
	});
	const rated = test.filter(({ votes: counts }) => majority(counts) !== null);
	const second = await predictFaces(votes.graph, rated, voteClasses);
	const known = voteLabels.filter((one) => one !== null);
	await store(recipe, `${recipe.id}-votes`, command, fit, context, {
		notes: [
			"The second head, by the majority of the FER+ votes; pictures without one, and contempt, are left out.",
		],
		labels: known,
		predictions: facePredictions(
			rated,
			rated.map(({ votes: counts }) => majority(counts) as Emotion),
			firstColumns(second, known.length),
			known,
		),
	});
	for (const id of [recipe.id, `${recipe.id}-votes`]) await storeCurves(context.results, id, [fit.curves]);
	if (recipe.model !== undefined) {
		await writeFaceModel(recipe.model, label, {
			recipe,
			result,
			trainOn: recipe.trainOn,
			views: bothSides.length,
			learntBefore: await learntBefore(recipe),
			context,
		});
	}
	return result;
}

/** The label that most of ten people chose, if that is one of this project's and no other has as many. */
function majority(votes: readonly number[]): Emotion | null {
	const most = Math.max(...votes);
	const first = votes.indexOf(most);
	if (most === 0 || votes.indexOf(most, first + 1) !== -1) return null;
	return voteLabels[first] ?? null;
}

function firstColumns({ rows, columns, data }: Matrix, count: number): Matrix {
	const kept = new Float32Array(rows * count);
	for (let r = 0; r < rows; r++) {
		for (let c = 0; c < count; c++) kept[r * count + c] = data[r * columns + c] as number;
	}
	return { rows, columns: count, data: kept };
}

interface Stored {
	readonly labels: readonly Emotion[];
	readonly predictions: readonly StoredPrediction[];
	readonly notes: readonly string[];
}

function store(
	recipe: FaceRecipe,
	id: string,
	command: string,
	fit: FaceFit,
	context: ExperimentContext,
	{ labels, predictions, notes }: Stored,
): Promise<Result> {
	return storeResult(
		context.results,
		{
			id,
			command,
			corpora: ["FER2013"],
			split: "fixed",
			adaptation: { kind: "none", k: 0 },
			classifier: describeFaceNetwork(recipe),
			features: `grey picture, ${faceSide} × ${faceSide}`,
			labels,
			folds: [{ name: recipe.testOn, testSpeakers: [] }],
			selection: recipe.selection,
			seed: recipe.seed,
			trainSeconds: fit.seconds,
			notes,
		},
		predictions,
	);
}
