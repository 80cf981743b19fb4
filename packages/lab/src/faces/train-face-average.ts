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
import { type FaceAverageRecipe, faceAverageSchema } from "./face-average-recipe.ts";
import { type FaceGraphParts, type FaceView, faceGraph } from "./face-graph.ts";
import { type CalibratedFaces, calibrateFaces, writeFaceModel } from "./face-model.ts";
import { faceSide } from "./face-network.ts";
import { facePredictions } from "./face-predictions.ts";
import { type FaceRecipe, faceRecipeSchema } from "./face-recipe.ts";
import { type FaceFit, knownFace } from "./fit-face.ts";
import { predictFaces } from "./predict-faces.ts";
import { quantizeForPictures } from "./quantize-for-pictures.ts";
import { readFaces } from "./read-faces.ts";

/** The networks of an average, trained. */
interface TrainedMembers {
	readonly recipe: FaceAverageRecipe;
	readonly members: readonly FaceRecipe[];
	readonly fits: readonly FaceFit[];
	/** Of each network; undefined where every number goes to the nearest. */
	readonly quantized: readonly (QuantizedKernels | undefined)[];
	/** How many training pictures kernels were rounded for; 0 if none were. */
	readonly shown: number;
	readonly validation: readonly FacePicture[];
}

/** One way for all networks to look, with what it gives on held-out pictures. */
interface Way {
	/** Of each network. */
	readonly views: readonly (readonly FaceView[])[];
	readonly calibrated: CalibratedFaces;
	readonly accuracy: number;
}

/**
 * Trains the networks of an average (or takes them from where they are kept, or from the cache), chooses how they look
 * at a picture and fits the temperature on the pictures that all of them held out (or takes both from the average that
 * `chosenBy` names), opens the test part once with the file as it is stored, and writes the file with its card.
 *
 * @throws {UndertoneError} `recipe-invalid` if its networks do not agree, `cancelled`.
 */
export async function trainFaceAverage(
	recipe: FaceAverageRecipe,
	command: string,
	context: ExperimentContext,
): Promise<Result> {
	const { labels, storage } = recipe;
	const own = await trainMembers(recipe, context);
	const { members, fits, shown } = own;
	const chooser = recipe.chosenBy === undefined ? own : await trainChooser(own, recipe.chosenBy, context);
	const ways = await tryWays(chooser);
	const best = ways.reduce((one, way) => (way.accuracy > one.accuracy ? way : one));
	const { temperature, threshold } = best.calibrated;
	const graph =
		chooser === own ? best.calibrated.graph : faceGraph({ ...graphParts(own, best.views), temperature });
	const [first] = members as [FaceRecipe, ...FaceRecipe[]];
	const test = await readFer2013([first.testOn], context.data);
	const probabilities = await predictFaces(graph, test, labels.length);
	const [{ trained, leftOut }] = fits as [FaceFit, ...FaceFit[]];
	const epochs = chooser.fits.map(({ bestEpoch }) => bestEpoch).join(", ");
	const held = `${chooser.validation.length} ${chooser === own ? "others " : ""}of the training part, of which it names ${percent(best.accuracy)}`;
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
				chooser === own
					? `Trained on ${trained} pictures; the epochs (${epochs}), the ways of looking and the temperature were chosen on ${held}.`
					: `Trained on ${trained} pictures, all there are, as was chosen for ${chooser.recipe.id}, which learnt from ${chooser.fits[0]?.trained ?? 0} of them: its ways of looking and its temperature, chosen on ${held}.`,
				`${leftOut} training pictures that also stand in ${first.testOn} were left out.`,
				`${members.length === 1 ? "The network sees" : "The networks see"} ${wayInWords(best)}. Weights are stored as ${storage}${shown > 0 ? `, large kernels rounded for ${shown} training pictures` : ""}.`,
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
		await writeFaceModel(
			recipe.model,
			{ graph, temperature, threshold },
			{
				recipe: { ...recipe, testOn: first.testOn },
				result,
				trainOn: first.trainOn,
				views: best.views.flat().length,
				filmViews:
					recipe.filmNetworks === undefined
						? undefined
						: best.views.slice(0, recipe.filmNetworks).flat().length,
				context,
			},
		);
	}
	return result;
}

/** Trains an average's networks, or takes them from where they are kept, and rounds their kernels if it says so. */
async function trainMembers(recipe: FaceAverageRecipe, context: ExperimentContext): Promise<TrainedMembers> {
	const { labels, storage, roundedFor, chosenBy } = recipe;
	const members = await readMembers(recipe);
	const [first] = members as [FaceRecipe, ...FaceRecipe[]];
	if ((first.validationShare === 0) !== (chosenBy !== undefined)) {
		throw new UndertoneError(
			"recipe-invalid",
			`An average whose networks hold out no pictures, and no other, must say in \`chosenBy\` by which average its way of looking and its temperature were chosen, but "${recipe.id}" has networks with a validationShare of ${first.validationShare} and ${chosenBy === undefined ? "no" : "a"} \`chosenBy\`. Change one of them.`,
		);
	}
	const fits: FaceFit[] = [];
	for (const member of members) fits.push(await knownFace(member, context));
	const { train, validation } = await readFaces(first, context.data);
	const shown = roundedFor === undefined ? [] : evenly(train, roundedFor);
	const quantized: (QuantizedKernels | undefined)[] = [];
	for (const [i, { network }] of members.entries()) {
		const { weights } = fits[i] as FaceFit;
		const stored = { classes: labels.length, storage };
		quantized.push(shown.length > 0 ? await quantizeForPictures(network, weights, shown, stored) : undefined);
	}
	const rounded = quantized.some((kernels) => kernels !== undefined && kernels.size > 0);
	return { recipe, members, fits, quantized, shown: rounded ? shown.length : 0, validation };
}

/** The average by which another's way of looking and temperature were chosen: of the same networks. */
async function trainChooser(
	{ recipe, members }: TrainedMembers,
	path: string,
	context: ExperimentContext,
): Promise<TrainedMembers> {
	const known = faceAverageSchema.parse(JSON.parse(await readFile(path, "utf8")));
	const chooser = await trainMembers(known, context);
	const agreed = ({ storage, labels, networks }: FaceAverageRecipe, all: readonly FaceRecipe[]): string =>
		JSON.stringify([storage, labels, networks.map(({ ways }) => ways), all.map(({ network }) => network)]);
	if (agreed(known, chooser.members) !== agreed(recipe, members)) {
		throw new UndertoneError(
			"recipe-invalid",
			`The average by which another is chosen must have the same networks, ways of looking, labels and storage, but those of "${known.id}" are others than those of "${recipe.id}". Make them agree.`,
		);
	}
	return chooser;
}

/** Every way of looking, calibrated on the held-out pictures. */
async function tryWays(trained: TrainedMembers): Promise<Way[]> {
	const {
		recipe: { labels, networks },
		validation,
	} = trained;
	const held = validation.map(({ emotion }) => labels.indexOf(emotion));
	const ways: Way[] = [];
	for (const n of (networks[0] as (typeof networks)[number]).ways.keys()) {
		const views = networks.map((network) => network.ways[n] as FaceView[]);
		const calibrated = await calibrateFaces(graphParts(trained, views), validation, labels.length, held);
		const guessed = argmaxRows(await predictFaces(calibrated.graph, validation, labels.length));
		ways.push({ views, calibrated, accuracy: accuracy(held, guessed) });
	}
	return ways;
}

/** What the graph of an average is made of, each network looking in its ways. */
function graphParts(
	{ recipe, members, fits, quantized }: TrainedMembers,
	views: readonly (readonly FaceView[])[],
): Omit<FaceGraphParts, "temperature"> {
	return {
		classes: recipe.labels.length,
		networks: members.map(({ network }, i) => ({
			network,
			weights: (fits[i] as FaceFit).weights,
			views: views[i],
			quantized: quantized[i],
		})),
		storage: recipe.storage,
		head: "label",
	};
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
