import type { Emotion, Matrix } from "@undertone/core";
import { type FacePicture, readFer2013 } from "@undertone/corpora";
import { argmaxRows, fitTemperature } from "@undertone/learn";
import { sealModelFile } from "@undertone/recognize";
import type { ExperimentContext } from "../experiments/experiment.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { writeAtomically } from "../write-atomically.ts";
import { faceCard } from "./face-card.ts";
import { type FaceGraphParts, faceGraph } from "./face-graph.ts";
import { faceSide, voteClasses } from "./face-network.ts";
import type { FaceRecipe } from "./face-recipe.ts";
import { type FaceFit, fitFace } from "./fit-face.ts";
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
	const test = await readFer2013([recipe.testOn], context.data);
	const { validation } = await readFaces(recipe, context.data);

	const parts = { classes: recipe.labels.length, network: recipe.network, weights: fit.weights } as const;
	const held = validation.map(({ emotion }) => recipe.labels.indexOf(emotion));
	const label = await calibrate({ ...parts, head: "label" }, validation, recipe.labels.length, held);
	const voted = validation.filter(({ votes }) => majority(votes) !== null);
	const votedClasses = voted.map(({ votes }) => voteLabels.indexOf(majority(votes)));
	const votes = await calibrate({ ...parts, head: "votes" }, voted, voteClasses, votedClasses);

	const probabilities = await predictFaces(label.graph, test, recipe.labels.length);
	const result = await store(recipe, recipe.id, command, fit, context, {
		notes: [
			`Trained on ${fit.trained} pictures; the epoch (${fit.bestEpoch}) and the temperature were chosen on ${fit.validated} others of the training part.`,
			`${fit.leftOut} training pictures that also stand in ${recipe.testOn} were left out.`,
			"The file looks at every picture and its mirror image.",
		],
		labels: recipe.labels,
		predictions: predictionsOf(
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
		predictions: predictionsOf(
			rated,
			rated.map(({ votes: counts }) => majority(counts) as Emotion),
			firstColumns(second, known.length),
			known,
		),
	});
	if (recipe.model !== undefined) {
		const threshold = notSureThreshold(await predictFaces(label.graph, validation, recipe.labels.length));
		const bytes = sealModelFile(label.graph, {
			format: 1,
			task: "face-expression",
			name: recipe.model.name,
			labels: recipe.labels,
			// What the graph takes: (grey / 255 − mean) / deviation; it standardises every picture by itself.
			input: { width: faceSide, height: faceSide, mean: 0, deviation: 1 },
			calibration: { temperature: label.temperature, threshold },
			corpora: ["FER2013"],
			protocol: `trained on ${recipe.trainOn.join(", ")}, tested on ${recipe.testOn}`,
			metrics: { all: result.metrics },
			licence: recipe.model.licence,
			trained: { command, date: result.date, seed: recipe.seed },
			sha256: "",
		});
		await writeAtomically(recipe.model.file, bytes);
		const card = faceCard(recipe, result, { bytes: bytes.length, threshold });
		await writeAtomically(recipe.model.file.replace(/\.onnx$/, ".md"), card);
		context.print(`${recipe.model.file}: ${(bytes.length / 1024).toFixed(0)} kB.`);
	}
	return result;
}

/** The graph of a head with the temperature that held-out pictures ask for. */
async function calibrate(
	parts: Omit<FaceGraphParts, "temperature">,
	pictures: readonly FacePicture[],
	columns: number,
	actual: readonly number[],
): Promise<{ readonly graph: Uint8Array; readonly temperature: number }> {
	const raw = await predictFaces(faceGraph({ ...parts, temperature: 1 }), pictures, columns);
	const logits = { ...raw, data: Float32Array.from(raw.data, (p) => Math.log(Math.max(p, 1e-12))) };
	const temperature = fitTemperature(logits, actual);
	return { graph: faceGraph({ ...parts, temperature }), temperature };
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

function predictionsOf(
	pictures: readonly FacePicture[],
	actual: readonly Emotion[],
	probabilities: Matrix,
	labels: readonly Emotion[],
): StoredPrediction[] {
	const best = argmaxRows(probabilities);
	return pictures.map(({ file }, i) => ({
		file,
		corpus: "FER2013",
		// Nobody knows who they are: intervals are over pictures.
		speaker: "unknown",
		fold: "fixed",
		repeat: 0,
		actual: actual[i] as Emotion,
		predicted: labels[best[i] as number] as Emotion,
		scores: Array.from(probabilities.data.subarray(i * labels.length, (i + 1) * labels.length)),
	}));
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
	const { network, training } = recipe;
	return storeResult(
		context.results,
		{
			id,
			command,
			corpora: ["FER2013"],
			split: "fixed",
			adaptation: { kind: "none", k: 0 },
			classifier: `cnn ${network.filters.join("-")}, ${networkWords(network)}, ${training.epochs} epochs`,
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

function networkWords({ kind, depth }: FaceRecipe["network"]): string {
	return kind === "parallel" ? "two branches a stage" : `${depth} convolutions a stage, residual`;
}

/** The confidence that the least confident 15 % of held-out pictures do not reach. */
function notSureThreshold({ rows, columns, data }: Matrix): number {
	const confidences = Array.from({ length: rows }, (_, r) =>
		Math.max(...data.subarray(r * columns, (r + 1) * columns)),
	).sort((a, b) => a - b);
	return Math.round(1000 * (confidences[Math.floor(0.15 * rows)] ?? 0)) / 1000;
}
