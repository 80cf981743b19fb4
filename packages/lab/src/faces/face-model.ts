import type { Emotion, Matrix } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import { fitTemperature } from "@undertone/learn";
import { sealModelFile } from "@undertone/recognize";
import type { ExperimentContext } from "../experiments/experiment.ts";
import type { Result } from "../results/result.ts";
import { writeAtomically } from "../write-atomically.ts";
import { faceCard } from "./face-card.ts";
import { type FaceGraphParts, faceGraph } from "./face-graph.ts";
import { faceSide } from "./face-network.ts";
import type { FaceRecipe } from "./face-recipe.ts";
import { predictFaces } from "./predict-faces.ts";

/** A face graph whose probabilities mean what they say. */
export interface CalibratedFaces {
	readonly graph: Uint8Array;
	readonly temperature: number;
	/** The confidence that the least confident 15 % of held-out pictures do not reach. */
	readonly threshold: number;
}

/** The graph of a head with the temperature that held-out pictures ask for, and when it is not sure. */
export async function calibrateFaces(
	parts: Omit<FaceGraphParts, "temperature">,
	pictures: readonly FacePicture[],
	columns: number,
	actual: readonly number[],
): Promise<CalibratedFaces> {
	const raw = await predictFaces(faceGraph({ ...parts, temperature: 1 }), pictures, columns);
	const logits = { ...raw, data: Float32Array.from(raw.data, (p) => Math.log(Math.max(p, 1e-12))) };
	const temperature = fitTemperature(logits, actual);
	const graph = faceGraph({ ...parts, temperature });
	const calibrated = await predictFaces(graph, pictures, columns);
	return { graph, temperature, threshold: notSureThreshold(calibrated) };
}

/** What a model file and its card say of it. */
interface FaceModelFacts {
	readonly recipe: {
		readonly description: string;
		readonly labels: readonly Emotion[];
		readonly testOn: string;
		readonly seed: number;
	};
	/** Its figures on the test part. */
	readonly result: Result;
	/** Parts of the corpus. */
	readonly trainOn: readonly string[];
	/** In how many ways its graph looks at a picture. */
	readonly views: number;
	/** In how many of these, from the first on, a live camera's frames take turns; in all by default. */
	readonly liveViews?: number | undefined;
	/** Of the published networks with which trainings began. */
	readonly learntBefore: readonly string[];
	readonly context: ExperimentContext;
}

/** Seals a model file and writes it with its card beside it. */
export async function writeFaceModel(
	model: NonNullable<FaceRecipe["model"]>,
	{ graph, temperature, threshold }: CalibratedFaces,
	{ recipe, result, trainOn, views, liveViews, learntBefore, context }: FaceModelFacts,
): Promise<void> {
	const { labels } = recipe;
	const bytes = sealModelFile(graph, {
		format: 2,
		task: "face-expression",
		name: model.name,
		labels,
		// What the graph takes: (grey / 255 − mean) / deviation; it standardises every picture by itself.
		input: { width: faceSide, height: faceSide, mean: 0, deviation: 1, views, liveViews },
		calibration: { temperature, threshold },
		corpora: ["FER2013", ...learntBefore],
		protocol: `trained on ${trainOn.join(", ")}, tested on ${recipe.testOn}`,
		metrics: { all: result.metrics },
		licence: model.licence,
		trained: { command: result.command, date: result.date, seed: recipe.seed },
		sha256: "",
	});
	await writeAtomically(model.file, bytes);
	const card = faceCard({ ...recipe, model, trainOn, learntBefore }, result, {
		bytes: bytes.length,
		threshold,
	});
	await writeAtomically(model.file.replace(/\.onnx$/, ".md"), card);
	context.print(`${model.file}: ${(bytes.length / 1024).toFixed(0)} KiB.`);
}

/** See {@link CalibratedFaces}. */
function notSureThreshold({ rows, columns, data }: Matrix): number {
	const confidences = Array.from({ length: rows }, (_, r) =>
		Math.max(...data.subarray(r * columns, (r + 1) * columns)),
	).sort((a, b) => a - b);
	return Math.round(1000 * (confidences[Math.floor(0.15 * rows)] ?? 0)) / 1000;
}
