import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";
import { parseNeutralFace, readFaceTask } from "@undertone/face";
import { readFrontalCascade } from "@undertone/face/frontal-cascade";
import { createExpressionClassifier, createFaceRecognizer, type FaceRecognizer } from "@undertone/recognize";

/** The model that ships with the repository, where it has been trained. */
export const shippedFaceModel = join(import.meta.dirname, "../../../../models/face.onnx");

/** What finds faces: BlazeFace, or the cascade of Viola and Jones with OpenCV's data. */
const detectors = ["blaze", "haar"] as const;

/** What a recogniser is made of, as the user named it. */
export interface RecognizerParts {
	readonly model?: string | undefined;
	readonly task?: string | undefined;
	readonly neutral?: string | undefined;
	/** One of {@link detectors}; the first by default. */
	readonly detector?: string | undefined;
}

/**
 * A recogniser of faces with the expression model named, else `UNDERTONE_FACE_MODEL`, else `models/face.onnx` of the
 * repository, else none.
 *
 * @throws {UndertoneError} `usage` if there is no such detector; `file-not-found` if a named file cannot be read; as the readers of these files.
 */
export async function openFaceRecognizer(
	{ model, task, neutral, detector = "blaze" }: RecognizerParts,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<FaceRecognizer> {
	if (!(detectors as readonly string[]).includes(detector)) {
		throw new UndertoneError(
			"usage",
			`faces: --detector must be one of ${detectors.join(", ")}, got "${detector}".`,
		);
	}
	const named = model ?? (environment.UNDERTONE_FACE_MODEL || undefined);
	const bytes =
		named === undefined ? await readFile(shippedFaceModel).catch(() => null) : await read(named, "model");
	return createFaceRecognizer({
		...(bytes === null ? {} : { expression: await createExpressionClassifier(bytes) }),
		...(detector === "haar" ? { cascade: await readFrontalCascade() } : {}),
		...(task === undefined ? {} : { task: await readFaceTask(await read(task, "task")) }),
		...(neutral === undefined
			? {}
			: { neutral: parseNeutralFace((await read(neutral, "neutral")).toString("utf8")) }),
	});
}

async function read(path: string, option: string): Promise<Buffer> {
	try {
		return await readFile(path);
	} catch (cause) {
		throw new UndertoneError("file-not-found", `--${option}: the file "${path}" cannot be read.`, { cause });
	}
}
