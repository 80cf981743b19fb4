import { type Emotion, type Matrix, row, zeros } from "@undertone/core";
import { type FacePicture, readFer2013 } from "@undertone/corpora";
import { argmaxRows, encodeLabels, type FittedModel, type Progress, takeRows } from "@undertone/learn";
import type { ExperimentContext } from "../../experiments/experiment.ts";
import { type ClassifierSpec, createEstimator } from "../../fit/classifier.ts";
import type { Result, StoredPrediction } from "../../results/result.ts";
import { storeCurves } from "../../results/store-curves.ts";
import { storeResult } from "../../results/store-result.ts";
import { gatherPoints } from "./gather-points.ts";
import type { PointRecipe } from "./point-recipe.ts";

/**
 * Trains a recipe's classifier on the points or action units of faces and opens the test part once. Pictures on which
 * no mesh can be laid teach nothing; while testing they count, as faces of which nothing is known.
 */
export async function trainPoints(
	recipe: PointRecipe,
	command: string,
	context: ExperimentContext,
): Promise<Result> {
	const began = performance.now();
	const { labels, frames, input, seed, over } = recipe;
	const [everyTraining, everyTest] = recipe.every;
	const test = (await readFer2013([recipe.testOn], context.data)).filter((_, i) => i % everyTest === 0);
	const all = await readFer2013([recipe.testOn], context.data);
	const tested = new Set(all.map(({ hash }) => hash));
	const training = (await readFer2013(recipe.trainOn, context.data)).filter(
		({ hash }, i) => i % everyTraining === 0 && !tested.has(hash),
	);
	const learnt = await gatherPoints(training, { input, frames, seed }, context);
	const asked = await gatherPoints(test, { input, frames, seed: seed + 1 }, context);
	const { columns } = learnt;

	const known = Int32Array.from(training.keys()).filter((i) => isSeen(learnt.x, i));
	const y = encodeLabels(
		Array.from(known, (i) => (training[i] as FacePicture).emotion),
		labels,
	);
	const x = takeRows(learnt.x, known);
	const single = over === "mean";
	const shape = { frames: single ? 1 : frames, bands: columns };
	const curve: Progress[] = [];
	const model = await createEstimator(recipe.classifier as ClassifierSpec, shape).fit(
		single ? frameByFrame({ x, y }, frames, labels) : { x, y, labels },
		{
			seed,
			threads: 1,
			...(context.signal === undefined ? {} : { signal: context.signal }),
			onProgress: (progress) => {
				const { epoch, epochs, loss } = progress;
				curve.push(progress);
				context.progress("training", epoch / epochs, `epoch ${epoch}, loss ${loss.toFixed(3)}`);
			},
		},
	);
	const probabilities = single
		? await meanOverFrames(model, asked.x, frames, labels.length)
		: await model.predict(asked.x);
	const seen = test.filter((_, i) => isSeen(asked.x, i)).length;
	const result = await storeResult(
		context.results,
		{
			id: recipe.id,
			command,
			corpora: ["FER2013"],
			split: "fixed",
			adaptation: { kind: "none", k: 0 },
			classifier: classifierWords(recipe),
			features: `${input === "points" ? "136 points of the mesh without head pose" : `${columns} action units`}${frames > 1 ? `, ${frames} frames` : ""}`,
			labels,
			folds: [{ name: recipe.testOn, testSpeakers: [] }],
			selection: recipe.selection,
			seed,
			trainSeconds: (performance.now() - began) / 1000,
			notes: [
				`Trained on ${known.length} of ${training.length} pictures: those on which a mesh can be laid. Of ${test.length} pictures of ${recipe.testOn} it can be laid on ${seen}; the others count, as faces of which nothing is known.`,
				...(frames > 1
					? [
							`Frames are made of still pictures, as a camera in a hand would give them: what changes over time in a real face is not in them.`,
						]
					: []),
			],
		},
		predictionsOf(test, probabilities, labels),
	);
	await storeCurves(context.results, recipe.id, [curve]);
	return result;
}

function classifierWords({ classifier, frames, over }: PointRecipe): string {
	const words =
		classifier.kind === "mlp"
			? `mlp, hidden ${classifier.hidden.join("-")}`
			: `${classifier.cell}, ${classifier.units} units, both directions`;
	const averaged = over === "mean" && frames > 1 ? ", answers averaged over frames" : "";
	return `${words}, ${classifier.epochs} epochs${averaged}`;
}

function isSeen(x: Matrix, i: number): boolean {
	return !row(x, i).some(Number.isNaN);
}

/** Every frame as a sample of its own. */
function frameByFrame(
	{ x, y }: { readonly x: Matrix; readonly y: Int32Array },
	frames: number,
	labels: readonly Emotion[],
): { x: Matrix; y: Int32Array; labels: readonly Emotion[] } {
	return {
		x: asFrames(x, frames),
		y: Int32Array.from({ length: x.rows * frames }, (_, i) => y[Math.floor(i / frames)] as number),
		labels,
	};
}

function asFrames({ rows, columns, data }: Matrix, frames: number): Matrix {
	return { rows: rows * frames, columns: columns / frames, data };
}

async function meanOverFrames(
	model: FittedModel,
	x: Matrix,
	frames: number,
	classes: number,
): Promise<Matrix> {
	const each = await model.predict(asFrames(x, frames));
	const out = zeros(x.rows, classes);
	for (let i = 0; i < each.data.length; i++) {
		const at = Math.floor(i / (classes * frames)) * classes + (i % classes);
		out.data[at] = (out.data[at] as number) + (each.data[i] as number) / frames;
	}
	return out;
}

function predictionsOf(
	pictures: readonly FacePicture[],
	probabilities: Matrix,
	labels: readonly Emotion[],
): StoredPrediction[] {
	const best = argmaxRows(probabilities);
	return pictures.map(({ file, emotion }, i) => ({
		file,
		corpus: "FER2013",
		// Nobody knows who they are: intervals are over pictures.
		speaker: "unknown",
		fold: "fixed",
		repeat: 0,
		actual: emotion,
		predicted: labels[best[i] as number] as Emotion,
		scores: [...row(probabilities, i)],
	}));
}
