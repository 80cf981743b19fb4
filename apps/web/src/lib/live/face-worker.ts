/** The worker of a page that sees: faces, landmarks, action units, expression; nothing leaves the device. */
import {
	type ActionUnits,
	type FaceTask,
	type NeutralFace,
	neutralFace,
	readFaceTask,
} from "@undertone/face";
import { configureRuntime } from "@undertone/onnx";
import {
	createExpressionClassifier,
	createFaceRecognizer,
	type ExpressionClassifier,
	type FaceRecognizer,
} from "@undertone/recognize";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import type { FromFaceWorker, ToFaceWorker } from "./face-messages.ts";

configureRuntime({ wasmPaths: { wasm } });

/** The model of expressions, where one was there when the page was built. */
const [expressionUrl] = Object.values(
	import.meta.glob<string>("../../../../../models/face.onnx", {
		query: "?url",
		import: "default",
		eager: true,
	}),
);

/**
 * Pixels of the longer side. A camera's user is near, and every frame counts; pictures and videos are looked at as
 * `undertone faces` does.
 */
const longestSide = { camera: 640, video: 1280, picture: 2560 };

let neutral: NeutralFace | null = null;
let enrolling: ActionUnits[] | null = null;
let canvas: OffscreenCanvas | undefined;

function send(message: FromFaceWorker): void {
	postMessage(message);
}

async function openExpression(): Promise<{ expression?: ExpressionClassifier; problem: string | null }> {
	if (expressionUrl === undefined) return { problem: "No model of facial expressions is installed." };
	try {
		const response = await fetch(expressionUrl);
		if (!response.ok) throw new Error(`The server answered ${response.status}.`);
		return {
			expression: await createExpressionClassifier(new Uint8Array(await response.arrayBuffer())),
			problem: null,
		};
	} catch (error) {
		return { problem: `The model of facial expressions could not be opened: ${sentence(error)}` };
	}
}

async function open(task?: FaceTask): Promise<FaceRecognizer> {
	const { expression, problem } = await openExpression();
	const recognizer = await createFaceRecognizer({
		...(expression === undefined ? {} : { expression }),
		...(task === undefined ? {} : { task }),
	});
	const model =
		expression === undefined
			? null
			: { name: expression.metadata.name, threshold: expression.metadata.calibration.threshold };
	send({ type: "ready", model, problem });
	return recognizer;
}

let opened = open();
opened.catch((error: unknown) => send({ type: "failed", message: sentence(error) }));

function sentence(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function pixelsOf(bitmap: ImageBitmap, longest: number): ImageData {
	const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
	const width = Math.max(1, Math.round(bitmap.width * scale));
	const height = Math.max(1, Math.round(bitmap.height * scale));
	if (canvas === undefined || canvas.width !== width || canvas.height !== height) {
		canvas = new OffscreenCanvas(width, height);
	}
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (context === null) throw new Error("This browser cannot draw in a worker. Use a newer one.");
	context.drawImage(bitmap, 0, 0, width, height);
	return context.getImageData(0, 0, width, height);
}

async function look({ id, bitmap, video, thorough }: Extract<ToFaceWorker, { type: "look" }>): Promise<void> {
	try {
		const recognizer = await opened;
		const began = performance.now();
		const kind = !video ? "picture" : thorough ? "video" : "camera";
		const image = pixelsOf(bitmap, longestSide[kind]);
		const from = enrolling === null ? neutral : null;
		const analysis = await recognizer.analyze(image, {
			video,
			thorough,
			neutral: from,
			oneView: kind === "camera",
		});
		const [face, ...others] = analysis.faces;
		if (enrolling !== null && face !== undefined && others.length === 0) enrolling.push(face.actionUnits);
		send({ type: "seen", id, analysis, ms: performance.now() - began });
	} catch (error) {
		send({ type: "unseen", id, message: sentence(error) });
	} finally {
		bitmap.close();
	}
}

async function takeTask(bytes: Uint8Array): Promise<void> {
	try {
		if (crypto.subtle === undefined) {
			throw new Error(
				"Its digest is checked in a secure page only: open the studio on this computer, or by HTTPS.",
			);
		}
		const task = await readFaceTask(bytes);
		await (await opened).release();
		opened = open(task);
		await opened;
		send({ type: "task", problem: null });
	} catch (error) {
		send({ type: "task", problem: sentence(error) });
	}
}

async function receive(message: ToFaceWorker): Promise<void> {
	if (message.type === "look") return look(message);
	if (message.type === "task") return takeTask(message.bytes);
	if (message.type === "enrol") enrolling = [];
	else if (message.type === "neutral") neutral = message.neutral;
	else {
		const recognizer = await opened;
		if (message.type === "reset") recognizer.reset();
		else {
			const frames = enrolling ?? [];
			enrolling = null;
			neutral = frames.length < 5 ? null : neutralFace(frames, recognizer.actionUnitSource);
			send({ type: "neutral", neutral });
		}
	}
}

let last: Promise<unknown> = Promise.resolve();
addEventListener("message", ({ data }: MessageEvent<ToFaceWorker>) => {
	last = last
		.then(() => receive(data))
		.catch((error: unknown) => send({ type: "failed", message: sentence(error) }));
});
