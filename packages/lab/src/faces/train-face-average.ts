import { readFile } from "node:fs/promises";
import { UndertoneError } from "@undertone/core";
import { type FacePicture, readFer2013 } from "@undertone/corpora";
import { accuracy, argmaxRows } from "@undertone/learn";
import type { QuantizedKernels } from "@undertone/onnx";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { percent } from "../report/percent.ts";
import type { Result } from "../results/result.ts";
import { storeCurves } from "../results/store-curves.ts";
import { storeResult } from "../results/store-result.ts";
import { describeFaceNetwork } from "./describe-face-network.ts";
import type { FaceAverageRecipe } from "./face-average-recipe.ts";
import type { FaceView } from "./face-graph.ts";
import { type CalibratedFaces, calibrateFaces, writeFaceModel } from "./face-model.ts";
import { faceSide } from "./face-network.ts";
import { facePredictions } from "./face-predictions.ts";
import { type FaceRecipe, faceRecipeSchema } from "./face-recipe.ts";
import { type FaceFit, knownFace } from "./fit-face.ts";
import { predictFaces } from "./predict-faces.ts";
import { quantizeForPictures } from "./quantize-for-pictures.ts";
import { readFaces } from "./read-faces.ts";

/** One way for all networks to look, with what it gives on held-out pictures. */
interface Way {
	/** Of each network. */
	readonly views: readonly (readonly FaceView[])[];
	readonly calibrated: CalibratedFaces;
	readonly accuracy: number;
}

/**
 * Trains the networks of an average (or takes them from where they are kept, or from the cache), chooses how they look at a picture and fits the
 * temperature on the pictures that all of them held out, opens the test part once with the file as it is stored, and writes the file with its card.
 *
 * @throws {UndertoneError} `recipe-invalid` if its networks do not agree, `cancelled`.
 */
export async function trainFaceAverage(
	recipe: FaceAverageRecipe,
	command: string,
	context: ExperimentContext,
): Promise<Result> {
	const { labels, networks, storage, roundedFor } = recipe;
	const members = await readMembers(recipe);
	const [first] = members as [FaceRecipe, ...FaceRecipe[]];
	const fits: FaceFit[] = [];
	for (const member of members) fits.push(await knownFace(member, context));
	const { train, validation } = await readFaces(first, context.data);
	const shown = roundedFor === undefined ? [] : evenly(train, roundedFor);
	const kernels: (QuantizedKernels | undefined)[] = [];
	for (const [i, { network }] of members.entries()) {
		const { weights } = fits[i] as FaceFit;
		const stored = { classes: labels.length, storage };
		kernels.push(shown.length > 0 ? await quantizeForPictures(network, weights, shown, stored) : undefined);
	}
	const rounded = kernels.some((quantized) => quantized !== undefined && quantized.size > 0)
		? `, large kernels rounded for ${shown.length} training pictures`
		: "";
	const held = validation.map(({ emotion }) => labels.indexOf(emotion));
	const ways: Way[] = [];
	for (const n of (networks[0] as (typeof networks)[number]).ways.keys()) {
		const views = networks.map((network) => network.ways[n] as FaceView[]);
		const parts = {
			classes: labels.length,
			networks: members.map(({ network }, i) => ({
				network,
				weights: (fits[i] as FaceFit).weights,
				views: views[i],
				quantized: kernels[i],
			})),
			storage,
			head: "label",
		} as const;
		const calibrated = await calibrateFaces(parts, validation, labels.length, held);
		const guessed = argmaxRows(await predictFaces(calibrated.graph, validation, labels.length));
		ways.push({ views, calibrated, accuracy: accuracy(held, guessed) });
	}
	const chosen = ways.reduce((best, way) => (way.accuracy > best.accuracy ? way : best));
	const { calibrated } = chosen;
	const test = await readFer2013([first.testOn], context.data);
	const probabilities = await predictFaces(calibrated.graph, test, labels.length);
	const [{ trained, validated, leftOut }] = fits as [FaceFit, ...FaceFit[]];
	const result = await storeResult(
		context.results,
		{
			id: recipe.id,
			command,
			corpora: ["FER2013"],
			split: "fixed",
			adaptation: { kind: "none", k: 0 },
			classifier:
				members.length === 1
					? describeFaceNetwork(first)
					: `mean of ${members.map(describeFaceNetwork).join(" and ")}`,
			features: `grey picture, ${faceSide} × ${faceSide}`,
			labels,
			folds: [{ name: first.testOn, testSpeakers: [] }],
			selection: recipe.selection,
			seed: recipe.seed,
			trainSeconds: fits.reduce((sum, { seconds }) => sum + seconds, 0),
			notes: [
				`Trained on ${trained} pictures; the epochs (${fits.map(({ bestEpoch }) => bestEpoch).join(", ")}), the ways of looking and the temperature were chosen on ${validated} others of the training part, of which it names ${percent(chosen.accuracy)}.`,
				`${leftOut} training pictures that also stand in ${first.testOn} were left out.`,
				`${members.length === 1 ? "The network sees" : "The networks see"} ${wayInWords(chosen)}. Weights are stored as ${storage}${rounded}.`,
				...(ways.length === 1
					? []
					: [
							`Held-out pictures named by every way tried: ${ways.map((way) => `${wayInWords(way)}: ${percent(way.accuracy)}`).join(" | ")}.`,
						]),
			],
		},
		facePredictions(
			test,
			test.map(({ emotion }) => emotion),
			probabilities,
			labels,
		),
	);
	await storeCurves(
		context.results,
		recipe.id,
		fits.map(({ curves }) => curves),
	);
	if (recipe.model !== undefined) {
		await writeFaceModel(recipe.model, calibrated, validation, {
			recipe: { ...recipe, testOn: first.testOn },
			result,
			trainOn: first.trainOn,
			views: chosen.views.flat().length,
			context,
		});
	}
	return result;
}

/** So many of the pictures, evenly spaced. */
function evenly(pictures: readonly FacePicture[], count: number): FacePicture[] {
	const space = pictures.length / Math.min(count, pictures.length);
	return pictures.filter((_, i) => Math.floor(i / space) !== Math.floor((i - 1) / space));
}

/** The recipes of an average's networks. */
async function readMembers({ id, networks, labels }: FaceAverageRecipe): Promise<FaceRecipe[]> {
	const members = await Promise.all(
		networks.map(async ({ recipe }) => faceRecipeSchema.parse(JSON.parse(await readFile(recipe, "utf8")))),
	);
	const agreed = ({ corpus, trainOn, testOn, validationShare, every, seed, splitSeed = seed }: FaceRecipe) =>
		JSON.stringify([corpus, trainOn, testOn, validationShare, every, splitSeed]);
	for (const [i, member] of members.entries()) {
		const sameParts = agreed(member) === agreed(members[0] as FaceRecipe);
		if (sameParts && JSON.stringify(member.labels) === JSON.stringify(labels)) continue;
		throw new UndertoneError(
			"recipe-invalid",
			`The networks of an average must agree in corpus, trainOn, testOn, validationShare, every and splitSeed, and in the labels of the recipe, but "${networks[i]?.recipe}" does not in "${id}". Make them agree.`,
		);
	}
	return members;
}

function wayInWords({ views }: Way): string {
	return views.map(viewsInWords).join("; ");
}

function viewsInWords(views: readonly FaceView[]): string {
	return views
		.map(({ middle, mirrored }) => {
			const part = middle === faceSide ? "whole" : `middle ${middle}`;
			return mirrored ? `${part} mirrored` : part;
		})
		.join(", ");
}
