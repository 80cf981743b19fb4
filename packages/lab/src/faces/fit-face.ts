import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import { type Progress, trainNetwork, withTrainingDefaults } from "@undertone/learn";
import type { Weights } from "@undertone/onnx";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { writeAtomically } from "../write-atomically.ts";
import { type FaceDataOptions, faceData } from "./face-data.ts";
import { faceGraph } from "./face-graph.ts";
import { faceNetwork } from "./face-network.ts";
import { type FaceRecipe, faceRecipeSchema } from "./face-recipe.ts";
import { keepWeights, readKeptWeights } from "./kept-weights.ts";
import { predictFaces } from "./predict-faces.ts";
import { pretrainedMobileNet } from "./pretrained-mobile-net.ts";
import { readFaces } from "./read-faces.ts";
import { geometricMean, learnFromVotes } from "./votes-teacher.ts";
import { faceWarp } from "./warp-face.ts";

/** A trained face network. */
export interface FaceFit {
	/** Of the best epoch on the validation part; of the last if nothing is held out. */
	readonly weights: Weights;
	readonly bestEpoch: number;
	readonly curves: readonly Progress[];
	readonly trained: number;
	readonly validated: number;
	/** Training pictures that also stand in the test part. */
	readonly leftOut: number;
	/** Of the training, over all of its runs, and of what it starts from; its teachers' are their own. */
	readonly seconds: number;
}

/**
 * Trains a recipe's network; after every epoch its state goes to the cache, from which a killed run goes on.
 */
export async function fitFace(recipe: FaceRecipe, context: ExperimentContext): Promise<FaceFit> {
	const split = await readFaces(recipe, context.data);
	const { network, training, labels } = recipe;
	const { warmUp, ema, mixup = 0, optimizer = "adam", sharpness = 0, ...rest } = training;
	const checkpoint = join(context.cache, "runs", `face-${await fitKey(recipe)}.state`);
	const teacher = await askTeachers(recipe, split.train, context);
	const start = await fitStart(recipe, context);
	const resume = await readFile(checkpoint).catch(() => undefined);
	context.progress("training", 0);
	const trained = await trainNetwork(
		faceNetwork(labels.length, network, { head: "label", votes: true }),
		faceData(split.train, labels, { warp: recipe.warp ?? faceWarp, teacher }),
		withTrainingDefaults(
			{
				...rest,
				mixup,
				optimizer,
				sharpness,
				schedule: { kind: "cosine", warmUp },
				averaging: { ema },
				monitor: "accuracy",
				keep: split.validation.length > 0 ? "best" : "last",
			},
			recipe.id,
		),
		{
			seed: recipe.seed,
			threads: recipe.threads,
			...(context.signal === undefined ? {} : { signal: context.signal }),
			...(start === undefined ? {} : { initial: start.weights }),
			...(resume === undefined ? {} : { resume: new Uint8Array(resume) }),
			onProgress: (progress) =>
				context.progress("training", progress.epoch / progress.epochs, note(progress)),
			onCheckpoint: (state) => writeAtomically(checkpoint, state, { flush: false }),
		},
		split.validation.length > 0 ? faceData(split.validation, labels, { warp: null }) : undefined,
	);
	return {
		weights: trained.best,
		bestEpoch: trained.bestEpoch,
		curves: trained.curves,
		trained: split.train.length,
		validated: split.validation.length,
		leftOut: split.leftOut,
		seconds: (start?.seconds ?? 0) + (trained.curves.at(-1)?.seconds ?? 0),
	};
}

/** What tells a training from others: all that its weights follow from but the corpus. */
async function fitKey(recipe: FaceRecipe): Promise<string> {
	const { network, training, labels, start, teacher } = recipe;
	const begun = typeof start === "string" ? await fitKey(await readRecipe(start)) : packageKey(start);
	const taught = await Promise.all(
		(teacher?.recipes ?? []).map(async (path) => fitKey(await readRecipe(path))),
	);
	return createHash("sha256")
		.update(JSON.stringify([network, training, labels, recipe.seed, recipe.trainOn, recipe.validationShare]))
		.update(recipe.every === undefined ? "" : `every ${recipe.every}`)
		.update(recipe.warp === undefined ? "" : JSON.stringify(recipe.warp))
		.update(recipe.splitSeed === undefined ? "" : `split ${recipe.splitSeed}`)
		.update(teacher === undefined ? "" : JSON.stringify({ ...teacher, recipes: taught }))
		.update(start === undefined ? "" : `start ${begun}`)
		.digest("hex")
		.slice(0, 16);
}

/** Of a published network: its digest, not what is told of it. */
function packageKey(start: Exclude<FaceRecipe["start"], string>): string {
	if (start === undefined) return "";
	const { learntFrom: _, ...file } = start;
	return JSON.stringify(file);
}

/** What the published network with which a recipe's training began, if there is one, had learnt from. */
export async function learntBefore({ start }: FaceRecipe): Promise<readonly string[]> {
	if (typeof start === "string") return learntBefore(await readRecipe(start));
	return start?.learntFrom ?? [];
}

async function readRecipe(path: string): Promise<FaceRecipe> {
	return faceRecipeSchema.parse(JSON.parse(await readFile(path, "utf8")));
}

/** Trains a network that another recipe is made of and keeps its weights, or takes them from where they are kept. */
export async function knownFace(recipe: FaceRecipe, context: ExperimentContext): Promise<FaceFit> {
	const kept = await keptFace(recipe);
	if (kept !== undefined) return kept;
	const fit = await fitFace(recipe, context);
	await keepFace(recipe, fit);
	// In half precision, as they will be read the next time: the same command then gives the same.
	return (await keptFace(recipe)) ?? fit;
}

async function keptFace(recipe: FaceRecipe): Promise<FaceFit | undefined> {
	return recipe.weights === undefined ? undefined : readKeptWeights(recipe.weights, await fitKey(recipe));
}

/** Keeps a trained network's weights where its recipe says, if it does. */
export async function keepFace(recipe: FaceRecipe, fit: FaceFit): Promise<void> {
	if (recipe.weights !== undefined) await keepWeights(recipe.weights, await fitKey(recipe), fit);
}

/** What the training begins with, if not with random numbers, and how long that was trained here. */
async function fitStart(
	recipe: FaceRecipe,
	context: ExperimentContext,
): Promise<Pick<FaceFit, "weights" | "seconds"> | undefined> {
	const { network } = recipe;
	if (recipe.start === undefined) return undefined;
	if (typeof recipe.start !== "string") {
		if (network.kind === "mobilenet") {
			return { weights: await pretrainedMobileNet(recipe.start, { ...recipe, network }), seconds: 0 };
		}
		throw new UndertoneError(
			"recipe-invalid",
			`A training that starts from ${recipe.start.package} must be of a network of kind "mobilenet", but that of "${recipe.id}" is not. Change one of them.`,
		);
	}
	const known = await readRecipe(recipe.start);
	checkHeldOut("The recipe that a training starts from", known, recipe);
	if (purpose(known) !== purpose(recipe)) {
		throw new UndertoneError(
			"recipe-invalid",
			`The recipe that a training starts from must describe the same network and labels, but those of "${known.id}" are others than those of "${recipe.id}". Make them agree.`,
		);
	}
	return knownFace(known, context);
}

/** What a recipe's numbers are for: of a MobileNet neither the picture's size nor what is frozen. */
function purpose({ network, labels }: FaceRecipe): string {
	const same = network.kind === "mobilenet" ? { kind: network.kind, blocks: network.blocks } : network;
	return JSON.stringify([same, labels]);
}

/** The mean of what the teachers' networks say of pictures and their mirror images, and what the votes say of them. */
async function askTeachers(
	recipe: FaceRecipe,
	pictures: readonly FacePicture[],
	context: ExperimentContext,
): Promise<FaceDataOptions["teacher"]> {
	const { teacher, labels } = recipe;
	if (teacher === undefined) return undefined;
	const mean = new Float32Array(pictures.length * labels.length);
	for (const path of teacher.recipes) {
		const known = await readRecipe(path);
		checkHeldOut("A teacher", known, recipe);
		const { weights } = await knownFace(known, context);
		const graph = faceGraph({
			classes: labels.length,
			networks: [{ network: known.network, weights }],
			temperature: 1,
			head: "label",
		});
		const { data } = await predictFaces(graph, pictures, labels.length);
		for (const [i, p] of data.entries()) mean[i] = (mean[i] as number) + p / teacher.recipes.length;
	}
	const networks = { rows: pictures.length, columns: labels.length, data: mean };
	const probabilities = teacher.votes
		? geometricMean(networks, await learnFromVotes(pictures, labels, context.signal))
		: networks;
	return { probabilities, share: teacher.share };
}

/** The pictures by which a recipe's epoch is chosen must not be among those that `other`, which shapes it, learnt from. */
function checkHeldOut(role: string, other: FaceRecipe, recipe: FaceRecipe): void {
	const of = ({ seed, splitSeed = seed }: FaceRecipe): number => splitSeed;
	if (of(other) === of(recipe) && other.validationShare >= recipe.validationShare) return;
	throw new UndertoneError(
		"recipe-invalid",
		`${role} must hold out every picture that the recipe does: the same splitSeed (or seed), and at least the same validationShare. "${other.id}" has ${of(other)} and ${other.validationShare}, "${recipe.id}" ${of(recipe)} and ${recipe.validationShare}.`,
	);
}

function note({ epoch, loss, accuracy, validationAccuracy, secondsLeft }: Progress): string {
	const held =
		validationAccuracy === undefined ? "" : `, held out ${(100 * validationAccuracy).toFixed(1)} %`;
	return `epoch ${epoch}, loss ${loss.toFixed(3)}, right ${(100 * accuracy).toFixed(1)} %${held}, ${Math.round(secondsLeft / 60)} min left`;
}
