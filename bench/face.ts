/**
 * Faces: the Haar cascade of Viola & Jones beside BlazeFace, and what each stage costs. Run: `npm run bench -- face`;
 * FACE_STAGES=1 measures the stages alone and stores nothing.
 *
 * Scenes of 640 × 480 are composed of faces of FER2013's PublicTest (in ../shared/data) at known places, 32 to 200
 * pixels wide, on generated backgrounds; a third of them shows none. A face is found when a box overlaps its square by
 * at least 0.3 (intersection over union); every other box is false. The table goes into docs/face.md.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, type Random } from "@undertone/core";
import { type FacePicture, readFer2013 } from "@undertone/corpora";
import {
	alignFace,
	type Box,
	createBlazeFace,
	createFaceFinder,
	createFaceMesh,
	createUnitReader,
	detectHaar,
	faceQuality,
	headPose,
	overlap,
	type RgbaImage,
	readFaceModels,
	toGrey,
} from "@undertone/face";
import { readFrontalCascade } from "@undertone/face/frontal-cascade";
import { drawFaces } from "@undertone/face/testing";
import { createExpressionClassifier, createFaceRecognizer } from "@undertone/recognize";
import { fillTable } from "../scripts/fill-table.ts";

const root = join(import.meta.dirname, "..");
const width = 640;
const height = 480;
const scenes = 180;
const minOverlap = 0.3;

interface Scene {
	readonly image: RgbaImage;
	readonly faces: readonly Box[];
}

interface Tally {
	found: number;
	false: number;
	overlap: number;
	seconds: number;
	readonly bySize: Map<string, [found: number, all: number]>;
}

type Detector = (image: RgbaImage) => Promise<readonly Box[]>;

const models = await readFaceModels();
const finder = await createFaceFinder(models);
const blaze = await createBlazeFace(models.faceDetector);
const cascade = await readFrontalCascade();
const haarFinder = await createFaceFinder(models, { cascade });
const haar =
	(minNeighbours: number): Detector =>
	async (image) =>
		detectHaar(toGrey(image.data, image.width, image.height), cascade, { minSize: 28, minNeighbours }).map(
			({ box }) => box,
		);
const detectors: Readonly<Record<string, Detector>> = {
	"Haar cascade, 3 neighbours": haar(3),
	"Haar cascade, 6 neighbours": haar(6),
	"Haar cascade, then the mesh": async (image) =>
		(await haarFinder.find(image, { thorough: true })).map(({ box }) => box),
	"BlazeFace, whole picture": async (image) => (await blaze.detect(image)).map(({ box }) => box),
	"BlazeFace, thorough, then the mesh": async (image) =>
		(await finder.find(image, { thorough: true })).map(({ box }) => box),
	"BlazeFace, thorough": async (image) =>
		(await blaze.detect(image, { thorough: true })).map(({ box }) => box),
};

if (process.env.FACE_STAGES === "1") {
	console.log(await timeStages());
} else {
	const table = await compareDetectors();
	const stages = await timeStages();
	console.log(`${table}\n\n${stages}`);
	fillTable(join(root, "docs/face.md"), "detectors", table);
	fillTable(join(root, "docs/face.md"), "stages", stages);
}

async function compareDetectors(): Promise<string> {
	const pictures = (await readFer2013(["PublicTest"], join(root, "../shared/data"))).filter(
		// Pictures that hardly show a face have no votes.
		({ votes }) => votes.slice(0, 8).reduce((sum, count) => sum + count, 0) >= 8,
	);
	const random = createRandom(6);
	const composed = Array.from({ length: scenes }, (_, i) =>
		compose(pictures, random, i % 3 === 2 ? 0 : 1 + (i % 4)),
	);
	const lines = [];
	for (const [name, detect] of Object.entries(detectors)) {
		const tally: Tally = { found: 0, false: 0, overlap: 0, seconds: 0, bySize: new Map() };
		await detect((composed[0] as Scene).image);
		for (const scene of composed) await judge(scene, detect, tally);
		lines.push(line(name, tally));
	}
	const total = composed.reduce((sum, { faces }) => sum + faces.length, 0);
	return [
		`${scenes} scenes of ${width} × ${height}, ${total} faces.`,
		"",
		"| detector | found | 32–55 px | 56–95 px | 96–200 px | false | mean overlap | ms a scene |",
		"|---|---|---|---|---|---|---|---|",
		...lines,
	].join("\n");
}

async function judge({ image, faces }: Scene, detect: Detector, tally: Tally): Promise<void> {
	const before = process.cpuUsage();
	const boxes = await detect(image);
	const { user, system } = process.cpuUsage(before);
	tally.seconds += (user + system) / 1e6;
	const free = new Set(boxes);
	for (const face of faces) {
		const best = [...free].sort((a, b) => overlap(b, face) - overlap(a, face))[0];
		const shared = best === undefined ? 0 : overlap(best, face);
		const counts = tally.bySize.get(sizeOf(face)) ?? [0, 0];
		if (best !== undefined && shared >= minOverlap) {
			free.delete(best);
			tally.found++;
			tally.overlap += shared;
			counts[0]++;
		}
		counts[1]++;
		tally.bySize.set(sizeOf(face), counts);
	}
	tally.false += free.size;
}

function sizeOf(face: Box): string {
	if (face.width < 56) return "small";
	return face.width < 96 ? "middle" : "large";
}

function line(name: string, tally: Tally): string {
	const share = (found: number, all: number): string => `${((100 * found) / all).toFixed(0)} %`;
	const all = [...tally.bySize.values()].reduce((sum, [, count]) => sum + count, 0);
	const sizes = ["small", "middle", "large"].map((size) => share(...(tally.bySize.get(size) ?? [0, 1])));
	const mean = (tally.overlap / Math.max(1, tally.found)).toFixed(2);
	const ms = ((1000 * tally.seconds) / scenes).toFixed(1);
	return `| ${name} | ${share(tally.found, all)} (${tally.found}) | ${sizes.join(" | ")} | ${tally.false} | ${mean} | ${ms} |`;
}

/** A background with faces that do not touch, blended in at their rims. */
function compose(pictures: readonly FacePicture[], random: Random, count: number): Scene {
	const image = background(random);
	const faces: Box[] = [];
	for (let tries = 0; faces.length < count && tries < 100; tries++) {
		const side = Math.round(32 * (200 / 32) ** random.next());
		const box = {
			x: random.integer(width - side),
			y: random.integer(height - side),
			width: side,
			height: side,
		};
		const wide = { x: box.x - 20, y: box.y - 20, width: side + 40, height: side + 40 };
		if (faces.some((other) => overlap(wide, other) > 0)) continue;
		faces.push(box);
		paste(image, pictures[random.integer(pictures.length)] as FacePicture, box);
	}
	return { image, faces };
}

/** Clouds of several sizes, tinted, with a few rectangles and discs: neither flat nor like a face. */
function background(random: Random): RgbaImage {
	const data = new Uint8Array(4 * width * height).fill(255);
	const clouds = [160, 80, 40, 20, 8].map((size) => {
		const columns = Math.ceil(width / size) + 2;
		const values = Float32Array.from(
			{ length: columns * (Math.ceil(height / size) + 2) },
			() => random.next() - 0.5,
		);
		return { size, columns, values };
	});
	const tint = [random.next(), random.next(), random.next()];
	const base = 60 + 130 * random.next();
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			let value = base;
			for (const { size, columns, values } of clouds)
				value += size ** 0.5 * 6 * smooth(values, columns, x / size, y / size);
			for (let c = 0; c < 3; c++)
				data[4 * (y * width + x) + c] = Math.max(0, Math.min(255, value + 40 * ((tint[c] as number) - 0.5)));
		}
	}
	for (let i = random.integer(6); i > 0; i--) {
		const [cx, cy, radius, shade] = [
			random.integer(width),
			random.integer(height),
			10 + random.integer(90),
			random.integer(256),
		];
		const round = random.next() < 0.5;
		for (let y = Math.max(0, cy - radius); y < Math.min(height, cy + radius); y++) {
			for (let x = Math.max(0, cx - radius); x < Math.min(width, cx + radius); x++) {
				if (round && Math.hypot(x - cx, y - cy) > radius) continue;
				data.fill(shade, 4 * (y * width + x), 4 * (y * width + x) + 3);
			}
		}
	}
	return { width, height, data };
}

function smooth(values: Float32Array, columns: number, x: number, y: number): number {
	const [left, top] = [Math.floor(x), Math.floor(y)];
	const [fx, fy] = [x - left, y - top];
	const at = top * columns + left;
	const upper = (values[at] as number) * (1 - fx) + (values[at + 1] as number) * fx;
	const lower = (values[at + columns] as number) * (1 - fx) + (values[at + columns + 1] as number) * fx;
	return upper * (1 - fy) + lower * fy;
}

function paste(image: RgbaImage, { pixels }: FacePicture, box: Box): void {
	const side = box.width;
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const u = Math.max(0, Math.min(46.999, ((x + 0.5) * 48) / side - 0.5));
			const v = Math.max(0, Math.min(46.999, ((y + 0.5) * 48) / side - 0.5));
			const grey = smooth(pixels as unknown as Float32Array, 48, u, v);
			const rim = Math.min(x + 1, y + 1, side - x, side - y) / (0.08 * side);
			const share = Math.min(1, rim);
			const at = 4 * ((box.y + y) * width + box.x + x);
			for (let c = 0; c < 3; c++)
				image.data[at + c] = share * grey + (1 - share) * (image.data[at + c] as number);
		}
	}
}

/** Processor time of each stage on a 640 × 480 picture with one face 300 pixels high. */
async function timeStages(): Promise<string> {
	const image = drawFaces(width, height, [{ x: 320, y: 240, scale: 18 }]);
	const mesh = await createFaceMesh(models.faceLandmarks);
	const units = await createUnitReader(models);
	const recognizer = await createFaceRecognizer({ models });
	const region = { centerX: 320, centerY: 240, width: 400, height: 400, rotation: 0.05 };
	const { landmarks } = await mesh.find(image, region);
	const posed = headPose(landmarks);
	const crop = alignFace(image, landmarks);
	const expression = await createExpressionClassifier(readFileSync(join(root, "models/face.onnx")));
	let frame = 0;
	const rows: [string, () => unknown][] = [
		["BlazeFace, whole picture", () => blaze.detect(image)],
		["face mesh, 468 points", () => mesh.find(image, region)],
		["head pose", () => headPose(landmarks)],
		["action units", () => units.read(landmarks, posed)],
		["quality", () => faceQuality(image, landmarks)],
		["alignment to 48 × 48", () => alignFace(image, landmarks)],
		["expression, one look (a frame of a live camera)", () => expression.predict([crop], frame++)],
		["expression, all looks (a picture, a film from a file)", () => expression.predict([crop])],
		["a frame, face followed", () => recognizer.analyze(image, { video: true })],
		["a still, looked at once as a whole (not thorough)", () => recognizer.analyze(image)],
		[
			"Haar cascade, for comparison",
			() => detectHaar(toGrey(image.data, width, height), cascade, { minSize: 28 }),
		],
	];
	const lines = [];
	for (const [name, run] of rows) {
		let best = Number.POSITIVE_INFINITY;
		for (let round = 0; round < 6; round++) {
			let runs = 0;
			const before = process.cpuUsage();
			const began = performance.now();
			while (performance.now() - began < 400) {
				await run();
				runs++;
			}
			const { user, system } = process.cpuUsage(before);
			if (round > 0) best = Math.min(best, (user + system) / 1000 / runs);
		}
		lines.push(`| ${name} | ${best.toFixed(2)} |`);
	}
	return ["| stage | ms |", "|---|---|", ...lines].join("\n");
}
