import { readFile } from "node:fs/promises";
import { UndertoneError } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import type { QuantizedKernels } from "@undertone/onnx";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { type FaceAverageRecipe, faceAverageSchema } from "./face-average-recipe.ts";
import type { FaceGraphParts, FaceView } from "./face-graph.ts";
import { type FaceRecipe, faceRecipeSchema } from "./face-recipe.ts";
import { type FaceFit, knownFace } from "./fit-face.ts";
import { quantizeForPictures } from "./quantize-for-pictures.ts";
import { readFaces } from "./read-faces.ts";

/** An average and the recipes of its networks. */
export interface AverageMembers {
	readonly recipe: FaceAverageRecipe;
	readonly members: readonly FaceRecipe[];
}

/** An average whose networks are trained. */
export interface TrainedMembers extends AverageMembers {
	readonly fits: readonly FaceFit[];
	/** Of each network; undefined where every number goes to the nearest. */
	readonly quantized: readonly (QuantizedKernels | undefined)[];
	/** How many training pictures kernels were rounded for; 0 if none were. */
	readonly roundedFor: number;
	/** The pictures that all of them held out. */
	readonly validation: readonly FacePicture[];
}

/**
 * The recipes of an average's networks.
 *
 * @throws {UndertoneError} `recipe-invalid` if they do not agree with one another or with the average.
 */
export async function readMembers(recipe: FaceAverageRecipe): Promise<AverageMembers> {
	const { id, networks, labels, chosenBy } = recipe;
	const members = await Promise.all(
		networks.map(async ({ recipe: path }) =>
			faceRecipeSchema.parse(JSON.parse(await readFile(path, "utf8"))),
		),
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
	const share = members[0]?.validationShare ?? 0;
	if ((share === 0) !== (chosenBy !== undefined)) {
		throw new UndertoneError(
			"recipe-invalid",
			`An average whose networks hold out no pictures, and no other, must say in \`chosenBy\` by which average its way of looking and its temperature were chosen, but "${id}" has networks with a validationShare of ${share} and ${chosenBy === undefined ? "no" : "a"} \`chosenBy\`. Change one of them.`,
		);
	}
	return { recipe, members };
}

/**
 * The average by which another's way of looking, temperature and threshold were chosen: the same in all but the
 * pictures that its networks hold out.
 *
 * @throws {UndertoneError} `recipe-invalid` if it is another, or there is none.
 */
export async function readChooser({ recipe, members }: AverageMembers): Promise<AverageMembers> {
	const path = recipe.chosenBy as string;
	const known = faceAverageSchema.safeParse(
		await readFile(path, "utf8")
			.then(JSON.parse)
			.catch(() => undefined as unknown),
	);
	const chooser =
		known.success && known.data.chosenBy === undefined ? await readMembers(known.data) : undefined;
	if (chooser !== undefined && alike(chooser) === alike({ recipe, members })) return chooser;
	throw new UndertoneError(
		"recipe-invalid",
		`\`chosenBy\` of "${recipe.id}" must name a recipe of the task "face-average" that says the same, of networks whose recipes say the same, but for the pictures that these hold out; "${path}" is none. Make them agree.`,
	);
}

/** All of an average that its choices depend on. */
function alike({ recipe: { storage, roundedFor, labels, networks }, members }: AverageMembers): string {
	const trainings = members.map((member) => {
		const { id: _, description, validationShare, weights, threads, model, ...training } = member;
		return training;
	});
	return JSON.stringify([storage, roundedFor, labels, networks.map(({ ways }) => ways), trainings]);
}

/** Trains an average's networks, or takes them from where they are kept, and rounds their kernels if it says so. */
export async function trainMembers(
	{ recipe, members }: AverageMembers,
	context: ExperimentContext,
): Promise<TrainedMembers> {
	const { labels, storage, roundedFor } = recipe;
	const fits: FaceFit[] = [];
	for (const member of members) fits.push(await knownFace(member, context));
	const { train, validation } = await readFaces(members[0] as FaceRecipe, context.data);
	const pictures = roundedFor === undefined ? [] : evenly(train, roundedFor);
	const quantized: (QuantizedKernels | undefined)[] = [];
	for (const [i, { network }] of members.entries()) {
		const { weights } = fits[i] as FaceFit;
		const stored = { classes: labels.length, storage };
		quantized.push(
			pictures.length > 0 ? await quantizeForPictures(network, weights, pictures, stored) : undefined,
		);
	}
	const rounded = quantized.some((kernels) => kernels !== undefined && kernels.size > 0);
	return { recipe, members, fits, quantized, roundedFor: rounded ? pictures.length : 0, validation };
}

/** What the graph of an average is made of, each network looking in its ways. */
export function averageParts(
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
