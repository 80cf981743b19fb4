import { readFile } from "node:fs/promises";
import { createRandom, type Emotion, type Matrix, sevenEmotions, UndertoneError } from "@undertone/core";
import { type FacePicture, readCorpus, readFer2013, type Utterance } from "@undertone/corpora";
import { faceDoubts, greyStatistics } from "@undertone/face";
import { encodeLabels, linearDiscriminant, speakerFolds } from "@undertone/learn";
import { createVoiceActivity, readVadModel } from "@undertone/recognize";
import { createSoundLibrary, findSounds } from "../augment/sound-library.ts";
import { type Variant, variantName } from "../augment/variant.ts";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { predictFaces } from "../faces/predict-faces.ts";
import { computeFeatures } from "../features/compute-features.ts";
import { degradePicture, type PictureFault } from "./degrade-picture.ts";
import type { FusionCondition } from "./fusion-conditions.ts";
import { type VoiceQuality, voiceQuality } from "./voice-quality.ts";

/** The features that voices are judged by. */
export const voiceFeatures = "undertone@2";
/** The classes of both. */
export const fusionLabels = sevenEmotions;
/** Draws speakers, pictures and pairs. */
export const fusionSeed = 1;

const faceModel = "models/face.onnx";

/** One clip with a picture of the same label. */
interface Pair {
	readonly clip: number;
	readonly picture: number;
}

/** One input of all pairs under one condition, a row a pair. */
export interface Source {
	/** Logits, or log probabilities, before calibration, shape `[pairs, labels]`. */
	readonly logits: Matrix;
	/** What early fusion sees of it, shape `[pairs, features]`. */
	readonly features: Matrix;
	/** Rows that the recogniser's own gates object to. */
	readonly doubtful: readonly boolean[];
	/** What trust in each row goes by: decibels of speech above its noise, or the sharpness of a face. */
	readonly quality: readonly number[];
}

/** Both inputs; null where one is missing. */
export interface Seen {
	readonly voice: Source | null;
	readonly face: Source | null;
}

/** Pairs of one half of the study, with what they truly are. */
export interface Half {
	readonly y: Int32Array;
	readonly clips: readonly { readonly file: string; readonly speaker: string; readonly emotion: Emotion }[];
	see(condition: FusionCondition): Promise<Seen>;
}

/** One half to fit fusion, one to test it. */
export interface Study {
	/** The clips that the voice's classifier learnt, with pictures of the fitting half. */
	readonly learn: Half;
	readonly fit: Half;
	readonly test: Half;
}

/**
 * Pairs of a RAVDESS clip and a picture of FER2013's PublicTest of the same label.
 *
 * Speakers stand in three parts: on the first the voice's classifier learns, on the second fusion is fitted, the third
 * is tested; pictures are halved between fitting and testing, copies together.
 *
 * @throws {UndertoneError} `file-not-found` without the face model; `corpus-not-found`.
 */
export async function prepareStudy(context: ExperimentContext): Promise<Study> {
	const { utterances } = await readCorpus("ravdess", { data: context.data });
	const emotions = utterances.map(({ emotion }): Emotion => (emotion === "calm" ? "neutral" : emotion));
	const pictures = await readFer2013(["PublicTest"], context.data);
	const model = await readFile(faceModel).catch((cause: unknown) => {
		throw new UndertoneError(
			"file-not-found",
			`Fusion needs the face model ${faceModel}. Train it with undertone train recipes/face.json.`,
			{ cause },
		);
	});
	const sounds = findSounds(context.data);
	const extract = async (clips: readonly number[], variant: Variant): Promise<Matrix> => {
		const { x } = await computeFeatures(pathsOf(utterances, clips), voiceFeatures, {
			cache: context.cache,
			signal: context.signal,
			variant,
			sounds,
			onProgress: (done, total) => context.progress("voices", done / total),
		});
		return x;
	};
	const speakers = utterances.map(({ speaker }) => speaker);
	const [learnt = [], fitted = [], tested = []] = speakerFolds(speakers, 3, { seed: fusionSeed }).map(
		({ test }) => [...test],
	);
	const encode = (clips: readonly number[]): Int32Array =>
		encodeLabels(
			clips.map((i) => emotions[i] as Emotion),
			fusionLabels,
		);
	const voiceModel = await linearDiscriminant({ priors: "equal" }).fit(
		{ x: await extract(learnt, []), y: encode(learnt), labels: fusionLabels },
		{ seed: fusionSeed },
	);
	const vad = await createVoiceActivity(await readVadModel());
	const library = sounds === undefined ? undefined : createSoundLibrary(sounds);
	const heard = new Map<string, Promise<Source>>();
	/** Once for each part and each way of changing it. */
	const hear = (clips: readonly number[], variant: Variant): Promise<Source> => {
		const key = `${clips[0]} ${variantName(variant)}`;
		const known = heard.get(key) ?? listenTo(clips, variant);
		heard.set(key, known);
		return known;
	};
	const listenTo = async (clips: readonly number[], variant: Variant): Promise<Source> => {
		const qualities: VoiceQuality[] = [];
		for (const [i, path] of pathsOf(utterances, clips).entries()) {
			if (i % 20 === 0) context.progress("listening", i / clips.length);
			qualities.push(await voiceQuality(path, variant, { vad, sounds: library }));
		}
		const features = await extract(clips, variant);
		return {
			logits: await voiceModel.logits(features),
			features,
			doubtful: qualities.map(({ doubtful }) => doubtful),
			quality: qualities.map(({ snrDb }) => snrDb),
		};
	};
	const look = (chosen: readonly number[], fault: PictureFault): Promise<Source> =>
		seePictures(
			chosen.map((i) => ({
				...(pictures[i] as FacePicture),
				pixels: degradePicture((pictures[i] as FacePicture).pixels, fault, i),
			})),
			new Uint8Array(model),
		);
	const half = (clips: readonly number[], allowed: readonly number[], name: string): Half => {
		const pairs = pairsOf(clips, emotions, allowed, pictures, name);
		return {
			y: encode(clips),
			clips: clips.map((i) => {
				const { file, speaker } = utterances[i] as Utterance;
				return { file, speaker, emotion: emotions[i] as Emotion };
			}),
			see: async ({ voice, face }) => ({
				voice: voice === null ? null : await hear(clips, voice),
				face:
					face === null
						? null
						: await look(
								pairs.map(({ picture }) => picture),
								face,
							),
			}),
		};
	};
	const [fitPictures, testPictures] = halves(pictures);
	return {
		learn: half(learnt, fitPictures, "learn"),
		fit: half(fitted, fitPictures, "fit"),
		test: half(tested, testPictures, "test"),
	};
}

function pathsOf(utterances: readonly Utterance[], clips: readonly number[]): string[] {
	return clips.map((i) => (utterances[i] as Utterance).path);
}

/** Pictures fill their 48 × 48 pixels and look ahead: size, place and turn speak against none of them. */
async function seePictures(pictures: readonly FacePicture[], model: Uint8Array): Promise<Source> {
	const scores = await predictFaces(model, pictures, fusionLabels.length);
	const logits = { ...scores, data: Float32Array.from(scores.data, (p) => Math.log(Math.max(p, 1e-4))) };
	const qualities = pictures.map(({ pixels }) => ({
		...greyStatistics({ width: 48, height: 48, data: pixels }),
		eyeDistance: 18,
		outside: 0,
	}));
	return {
		logits,
		features: logits,
		doubtful: qualities.map((quality) => faceDoubts(quality, { yaw: 0, pitch: 0, roll: 0 }).length > 0),
		quality: qualities.map(({ sharpness }) => sharpness),
	};
}

/** Pictures for fitting and for testing: copies of one stand on one side. */
function halves(pictures: readonly FacePicture[]): [number[], number[]] {
	const hashes = createRandom(fusionSeed)
		.fork("pictures")
		.shuffle([...new Set(pictures.map(({ hash }) => hash))]);
	const first = new Set(hashes.slice(0, Math.floor(hashes.length / 2)));
	const indices = [...pictures.keys()];
	return [
		indices.filter((i) => first.has(pictures[i]?.hash ?? "")),
		indices.filter((i) => !first.has(pictures[i]?.hash ?? "")),
	];
}

function pairsOf(
	clips: readonly number[],
	emotions: readonly Emotion[],
	allowed: readonly number[],
	pictures: readonly FacePicture[],
	name: string,
): Pair[] {
	const random = createRandom(fusionSeed).fork(name);
	const byLabel = new Map(
		fusionLabels.map((label) => [label, allowed.filter((i) => pictures[i]?.emotion === label)]),
	);
	return clips.map((clip) => {
		const own = byLabel.get(emotions[clip] as (typeof fusionLabels)[number]) ?? [];
		return { clip, picture: own[random.integer(own.length)] as number };
	});
}
