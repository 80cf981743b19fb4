/**
 * What the path to the expression costs: the model's accuracy on FER2013's PublicTest pictures as they are, aligned by
 * the mesh, and found by the detector in a larger picture; and what is left of it where the picture is blurred, small or
 * turned, which is what the limits of `faceDoubts` are for. Run: `npm run bench -- face-path`; FACE_EVERY=4 takes one picture
 * in four and stores nothing. The table of all goes into docs/face.md.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FacePicture, readFer2013 } from "@undertone/corpora";
import {
	alignCrop,
	alignFace,
	createFaceFinder,
	createFaceMesh,
	type GreyImage,
	headPose,
	layMeshOnCrop,
	type RgbaImage,
	readFaceModels,
} from "@undertone/face";
import { createExpressionClassifier } from "@undertone/recognize";
import { fillTable } from "../scripts/fill-table.ts";

const root = join(import.meta.dirname, "..");
const every = Number(process.env.FACE_EVERY ?? 1);
const models = await readFaceModels();
const mesh = await createFaceMesh(models.faceLandmarks);
const finder = await createFaceFinder(models);
const classifier = await createExpressionClassifier(readFileSync(join(root, "models/face.onnx")));
const pictures = (await readFer2013(["PublicTest"], join(root, "../shared/data"))).filter(
	(_, i) => i % every === 0,
);

/** Right answers of a way and of the pictures as they are, on those that the way could take. */
interface Score {
	taken: number;
	right: number;
	rightAsTheyAre: number;
}

const scores = new Map<string, Score>();
for (const [i, picture] of pictures.entries()) {
	if (i % 200 === 0) console.error(`${i} of ${pictures.length}`);
	await judge(picture);
}
const { name } = classifier.metadata;
const table = [
	`\`${name}\`, ${pictures.length} pictures of PublicTest${every > 1 ? `, one in ${every}` : ""}.`,
	"",
	"| pictures | taken | accuracy | the same as they are |",
	"|---|---|---|---|",
	...Array.from(scores, ([way, { taken, right, rightAsTheyAre }]) =>
		[
			`| ${way}`,
			percent(taken, pictures.length),
			percent(right, taken),
			`${percent(rightAsTheyAre, taken)} |`,
		].join(" | "),
	),
].join("\n");
console.log(table);
if (every === 1) fillTable(join(root, "docs/face.md"), "path", table);

async function judge({ pixels, emotion }: FacePicture): Promise<void> {
	const crop = { width: 48, height: 48, data: pixels };
	const scene = inScene(crop);
	const [face] = await finder.find(scene, { thorough: true });
	const ways: [way: string, image: GreyImage | null][] = [
		["as they are", crop],
		["aligned by the mesh", await alignCrop(mesh, crop)],
		["found in a larger picture, aligned", face === undefined ? null : alignFace(scene, face.landmarks)],
		...[0.7, 1, 1.5, 2].map((sigma): [string, GreyImage] => [
			`blurred by ${sigma} pixels`,
			blurred(crop, sigma),
		]),
		...[36, 24, 16].map((side): [string, GreyImage] => [
			`shrunk to ${side} × ${side} (${Math.round(0.38 * side)} between the eyes)`,
			shrunk(crop, side),
		]),
	];
	const { landmarks, presence } = await layMeshOnCrop(mesh, crop);
	const turned = Math.abs(headPose(landmarks).pose.yaw);
	for (const [from, to] of [
		[0, 15],
		[15, 30],
		[30, 40],
		[40, 90],
	] as const) {
		const here = presence >= 0.5 && turned >= from && turned < to;
		ways.push([`turned by ${from}–${to}°`, here ? crop : null]);
	}
	const right = await named(
		ways.map(([, image]) => image),
		emotion,
	);
	for (const [i, [way, image]] of ways.entries()) {
		const score = scores.get(way) ?? { taken: 0, right: 0, rightAsTheyAre: 0 };
		scores.set(way, score);
		if (image === null) continue;
		score.taken++;
		score.right += Number(right[i]);
		score.rightAsTheyAre += Number(right[0]);
	}
}

/** Whether the model names each image so; all at once, and each of them once. */
async function named(images: readonly (GreyImage | null)[], emotion: string): Promise<boolean[]> {
	const each = [...new Set(images)].filter((image) => image !== null);
	const answers = await classifier.predict(each);
	const labels = answers.map((scores) => classifier.metadata.labels[scores.indexOf(Math.max(...scores))]);
	return images.map((image) => image !== null && labels[each.indexOf(image)] === emotion);
}

/** The picture enlarged to 160 pixels, in the middle of a grey one of 320. */
function inScene(crop: GreyImage): RgbaImage {
	const side = 320;
	const data = new Uint8Array(4 * side * side).fill(128);
	for (let y = 0; y < 160; y++) {
		for (let x = 0; x < 160; x++) {
			const grey = bilinear(crop, ((x + 0.5) * 48) / 160 - 0.5, ((y + 0.5) * 48) / 160 - 0.5);
			data.fill(grey, 4 * ((y + 80) * side + x + 80), 4 * ((y + 80) * side + x + 80) + 3);
		}
	}
	return { width: side, height: side, data };
}

function bilinear({ width, height, data }: GreyImage, x: number, y: number): number {
	const px = Math.max(0, Math.min(width - 1.001, x));
	const py = Math.max(0, Math.min(height - 1.001, y));
	const [left, top] = [Math.floor(px), Math.floor(py)];
	const [fx, fy] = [px - left, py - top];
	const at = top * width + left;
	const upper = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
	const lower = (data[at + width] as number) * (1 - fx) + (data[at + width + 1] as number) * fx;
	return upper * (1 - fy) + lower * fy;
}

/** Gaussian, edges repeated. */
function blurred({ width, height, data }: GreyImage, sigma: number): GreyImage {
	const reach = Math.ceil(3 * sigma);
	const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
		Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
	);
	const total = kernel.reduce((sum, value) => sum + value, 0);
	const pass = (source: ArrayLike<number>, along: number, across: number): Float64Array =>
		Float64Array.from({ length: width * height }, (_, i) => {
			const place = across === 1 ? Math.floor(i / width) : i % width;
			let sum = 0;
			for (const [k, weight] of kernel.entries()) {
				const to = Math.max(0, Math.min(width - 1, place + k - reach));
				sum += weight * (source[i + (to - place) * along] as number);
			}
			return sum / total;
		});
	const once = pass(data, 1, 0);
	return { width, height, data: Uint8Array.from(pass(once, width, 1), Math.round) };
}

/** As a face of fewer pixels looks when it is enlarged again: the mean over what falls together, then bilinear. */
function shrunk(crop: GreyImage, side: number): GreyImage {
	const step = 48 / side;
	const fine = 4;
	const small = Uint8Array.from({ length: side * side }, (_, i) => {
		let sum = 0;
		for (let s = 0; s < fine * fine; s++) {
			const x = ((i % side) + ((s % fine) + 0.5) / fine) * step;
			const y = (Math.floor(i / side) + (Math.floor(s / fine) + 0.5) / fine) * step;
			sum += crop.data[Math.floor(y) * 48 + Math.floor(x)] as number;
		}
		return Math.round(sum / (fine * fine));
	});
	const from = { width: side, height: side, data: small };
	const data = Uint8Array.from({ length: 48 * 48 }, (_, i) =>
		Math.round(bilinear(from, ((i % 48) + 0.5) / step - 0.5, (Math.floor(i / 48) + 0.5) / step - 0.5)),
	);
	return { width: 48, height: 48, data };
}

function percent(part: number, whole: number): string {
	return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
