import type { Reason } from "@undertone/core";
import {
	type ActionUnits,
	alignFace,
	createFaceFinder,
	createUnitReader,
	type Face,
	type FaceModels,
	type FaceTask,
	type FindOptions,
	faceDoubts,
	faceQuality,
	type HaarCascade,
	headPose,
	type NeutralFace,
	neutralFace,
	type RgbaImage,
	readFaceModels,
	relativeToNeutral,
	unitWords,
} from "@undertone/face";
import { trustRamps } from "../fusion/trust-ramps.ts";
import { noPrediction, predictionFrom } from "../speech/predict.ts";
import { trustIn } from "../trust.ts";
import type { ExpressionClassifier } from "./create-expression-classifier.ts";
import type { AnalyzedFace, FaceAnalysis } from "./face-analysis.ts";

/** What a recogniser of faces is made of. */
export interface FaceRecognizerOptions {
	/** Names expressions; without it faces are found and measured, and no label is given. */
	readonly expression?: ExpressionClassifier;
	/** The models that come with @undertone/face, read by default. */
	readonly models?: FaceModels;
	/** MediaPipe's face_landmarker.task: 478 points, and action units by its blendshapes. */
	readonly task?: FaceTask;
	/** What action units are measured from. */
	readonly neutral?: NeutralFace;
	/** Finds faces by this cascade of Viola and Jones (`readOpencvCascade` reads one) in place of BlazeFace. */
	readonly cascade?: HaarCascade;
}

/** How one picture is looked at. */
export interface FaceAnalyzeOptions extends FindOptions {
	/** Takes the place of the recogniser's neutral face. */
	readonly neutral?: NeutralFace | null;
	/**
	 * Faces are looked at in one of the expression model's ways only (of those it has for live cameras), in the next
	 * picture in the next one: for a live camera, where answers are averaged over time and every millisecond counts.
	 */
	readonly oneView?: boolean;
}

/** Says what faces in pictures show. It may be asked many times. */
export interface FaceRecognizer {
	/** Null without a model of expressions. */
	readonly expression: ExpressionClassifier | null;
	/** Names what action units come from. */
	readonly actionUnitSource: string;
	/**
	 * @throws {RangeError} If the picture's length does not fit its size.
	 */
	analyze(image: RgbaImage, options?: FaceAnalyzeOptions): Promise<FaceAnalysis>;
	/**
	 * A neutral face from pictures of one person; those without exactly one face are left out.
	 *
	 * @returns Null where no picture can be used.
	 */
	learnNeutral(images: Iterable<RgbaImage> | AsyncIterable<RgbaImage>): Promise<NeutralFace | null>;
	/** Forgets the faces it followed, as before another video. */
	reset(): void;
	release(): Promise<void>;
}

/** Mean grey of a picture (0–255) under which it shows nothing. */
const darkPicture = 12;

/**
 * A recogniser of faces, in Node and in a page.
 *
 * @throws {UndertoneError} `model-damaged` if a model cannot be opened.
 *
 * @example
 * const recognizer = await createFaceRecognizer({ expression: await createExpressionClassifier(bytes) });
 * const { faces } = await recognizer.analyze({ width, height, data });
 */
export async function createFaceRecognizer({
	expression,
	models,
	task,
	neutral,
	cascade,
}: FaceRecognizerOptions = {}): Promise<FaceRecognizer> {
	const files = models ?? (await readFaceModels());
	const finder = await createFaceFinder(task ?? files, { cascade });
	const units = await createUnitReader(files, task);
	const model =
		expression === undefined ? null : { name: expression.metadata.name, sha256: expression.metadata.sha256 };
	let looks = 0;
	const rawUnits = (face: Face): Promise<ActionUnits> => units.read(face.landmarks, headPose(face.landmarks));

	return {
		expression: expression ?? null,
		actionUnitSource: units.name,
		analyze: async (image, options = {}) => {
			const { neutral: given, oneView = false, ...find } = options;
			const view = oneView ? looks++ : undefined;
			const from = given === undefined ? neutral : (given ?? undefined);
			const usable = from?.estimator === units.name ? from : undefined;
			const found = await finder.find(image, find);
			const faces: AnalyzedFace[] = [];
			for (const face of found) {
				const raw = await rawUnits(face);
				const actionUnits = usable === undefined ? raw : relativeToNeutral(raw, usable);
				faces.push(await judge(image, face, actionUnits, expression, view));
			}
			return {
				width: image.width,
				height: image.height,
				faces,
				reasons: pictureReasons(image, faces.length),
				model,
				actionUnitSource: units.name,
				neutral: usable !== undefined,
			};
		},
		learnNeutral: async (images) => {
			const frames: ActionUnits[] = [];
			for await (const image of images) {
				const [face, ...others] = await finder.find(image, {});
				if (face !== undefined && others.length === 0) frames.push(await rawUnits(face));
			}
			return frames.length === 0 ? null : neutralFace(frames, units.name);
		},
		reset: () => finder.reset(),
		release: async () => {
			await finder.release();
			await units.release();
			await expression?.release();
		},
	};
}

async function judge(
	image: RgbaImage,
	face: Face,
	actionUnits: ActionUnits,
	expression: ExpressionClassifier | undefined,
	view: number | undefined,
): Promise<AnalyzedFace> {
	const { pose } = headPose(face.landmarks);
	const quality = faceQuality(image, face.landmarks);
	const doubts = faceDoubts(quality, pose);
	const seen = {
		id: face.id,
		box: face.box,
		presence: face.score,
		pose,
		actionUnits,
		words: unitWords(actionUnits),
		quality,
		trust: trustIn(quality.sharpness, trustRamps.face),
		landmarks: face.landmarks,
	};
	if (expression === undefined) return { ...noPrediction([...doubts, "no-expression-model"]), ...seen };
	const { input, labels, calibration } = expression.metadata;
	const crop = alignFace(image, face.landmarks, { size: input.width });
	const [probabilities] = await expression.predict([crop], view);
	return {
		...predictionFrom(
			probabilities as Float32Array,
			labels,
			calibration.threshold,
			doubts,
			doubts.length > 0,
		),
		...seen,
	};
}

function pictureReasons(image: RgbaImage, faces: number): Reason[] {
	if (faces > 1) return ["several-faces"];
	if (faces === 1) return [];
	return isDark(image) ? ["no-face", "too-dark"] : ["no-face"];
}

/** By every 97th pixel: enough for a mean, and prime, so that no pattern is met. */
function isDark({ data }: RgbaImage): boolean {
	let sum = 0;
	let count = 0;
	for (let p = 0; p < data.length; p += 4 * 97, count++) {
		sum += ((data[p] as number) + (data[p + 1] as number) + (data[p + 2] as number)) / 3;
	}
	return sum / count < darkPicture;
}
