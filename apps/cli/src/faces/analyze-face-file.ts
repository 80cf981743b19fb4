import { type ErrorCode, type Reason, UndertoneError } from "@undertone/core";
import { type FaceAnalysis, type FaceRecognizer, type FaceRecord, toFaceRecords } from "@undertone/recognize";
import type { FaceFile } from "./find-face-files.ts";
import { type Frame, readFrames } from "./read-frames.ts";
import { readPicture } from "./read-picture.ts";

/** A picture's line of JSON. */
export interface PictureLine {
	readonly file: string;
	/** Pixels, turned upright. */
	readonly width: number;
	readonly height: number;
	readonly faces: readonly FaceRecord[];
	readonly reasons: readonly Reason[];
	readonly model: string | null;
	readonly actionUnitSource: string;
}

/** A video's line of JSON. */
export interface VideoLine extends Omit<PictureLine, "faces" | "reasons"> {
	readonly frames: readonly {
		/** Seconds. */
		readonly time: number;
		readonly faces: readonly FaceRecord[];
		readonly reasons: readonly Reason[];
	}[];
}

/** What became of one file. */
export type FaceLine =
	| PictureLine
	| VideoLine
	| { readonly file: string; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** How files are analysed. */
export interface FaceFileOptions {
	readonly landmarks: boolean;
	/** Frames of a video a second. */
	readonly rate: number;
	readonly signal: AbortSignal;
	/** Called with the seconds of a video that are done. */
	readonly onTime?: (time: number) => void;
}

/** Analyses a picture, or a video frame by frame; what is wrong with the file becomes its line. */
export async function analyzeFaceFile(
	{ file, kind, error }: FaceFile,
	recognizer: FaceRecognizer,
	options: FaceFileOptions,
): Promise<FaceLine> {
	try {
		if (error !== undefined) throw error;
		if (kind === "video") return await analyzeVideo(file, recognizer, options);
		if (kind === "picture") return await analyzePicture(file, recognizer, options);
		return await analyzePicture(file, recognizer, options).catch((cause: unknown) => {
			if (!(cause instanceof UndertoneError) || cause.code !== "file-unreadable") throw cause;
			return analyzeVideo(file, recognizer, options);
		});
	} catch (cause) {
		if (cause instanceof UndertoneError && cause.code !== "cancelled") {
			return { file, error: { code: cause.code, message: cause.message } };
		}
		throw cause;
	}
}

async function analyzePicture(
	file: string,
	recognizer: FaceRecognizer,
	{ landmarks }: FaceFileOptions,
): Promise<PictureLine> {
	const { image, width, height, scale } = await readPicture(file);
	const analysis = await recognizer.analyze(image, { thorough: true });
	return {
		file,
		width,
		height,
		faces: toFaceRecords(analysis, { landmarks, scale }),
		reasons: analysis.reasons,
		...sources(analysis),
	};
}

async function analyzeVideo(
	file: string,
	recognizer: FaceRecognizer,
	{ landmarks, rate, signal, onTime }: FaceFileOptions,
): Promise<VideoLine> {
	recognizer.reset();
	const frames: VideoLine["frames"][number][] = [];
	let last: FaceAnalysis | undefined;
	for await (const { time, image } of readFrames(file, { rate, signal }) as AsyncIterable<Frame>) {
		last = await recognizer.analyze(image, { video: true, thorough: true });
		onTime?.(time);
		frames.push({
			time: Number(time.toFixed(3)),
			faces: toFaceRecords(last, { landmarks }),
			reasons: last.reasons,
		});
	}
	const { width, height } = last as FaceAnalysis;
	return { file, width, height, frames, ...sources(last as FaceAnalysis) };
}

function sources({ model, actionUnitSource }: FaceAnalysis): Pick<PictureLine, "model" | "actionUnitSource"> {
	return { model: model?.name ?? null, actionUnitSource };
}
