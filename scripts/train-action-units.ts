/**
 * Trains the regressor from a face's points to action units, which stands in for MediaPipe's blendshapes where the
 * user has no face_landmarker.task: `node scripts/train-action-units.ts face_landmarker.task [data folder]`.
 *
 * Fitted on FER2013's Training pictures (those that also stand in PublicTest left out), put to PublicTest once. Writes
 * packages/face/assets/action-units.onnx and the table of agreement in docs/face.md. Takes about ten minutes; what the
 * models saw is kept in UNDERTONE_CACHE.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFer2013 } from "@undertone/corpora";
import {
	type ActionUnit,
	actionUnitNumbers,
	actionUnits,
	blendshapePoints,
	readFaceTask,
	type UnitMetadata,
	unitBlendshapes,
} from "@undertone/face";
import { createGraphBuilder, writeOnnx } from "@undertone/onnx";
import {
	deviation,
	fitPerceptron,
	mean,
	type Perceptron,
	runPerceptron,
} from "./action-units/fit-perceptron.ts";
import { type FaceTable, gatherFaces } from "./action-units/gather-faces.ts";
import { fillTable } from "./fill-table.ts";

/** Units whose blendshape hardly moves cannot be learnt. */
const leastDeviation = 0.01;
const shownFrom = 0.5;
/** One of so many training pictures is used. */
const every = 3;

const root = join(import.meta.dirname, "..");
const [taskPath, data = join(root, "../shared/data")] = process.argv.slice(2);
if (taskPath === undefined) {
	console.error("Usage: node scripts/train-action-units.ts face_landmarker.task [data folder]");
	process.exit(2);
}
const assets = join(root, "packages/face/assets");
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(path));
const task = await readFaceTask(read(taskPath));
const models = {
	faceDetector: read(join(assets, "face-detector.tflite")),
	faceLandmarks: read(join(assets, "face-landmarks.tflite")),
	actionUnits: new Uint8Array(0),
};
const cache = process.env.UNDERTONE_CACHE ?? join(tmpdir(), "undertone-action-units");

const test = await readFer2013(["PublicTest"], data);
const unseen = new Set(test.map(({ hash }) => hash));
const training = (await readFer2013(["Training"], data)).filter(
	({ hash }, i) => i % every === 0 && !unseen.has(hash),
);
const fitted = await gatherFaces(training, models, task, cache, `action-units-training-${every}`);
const judged = await gatherFaces(test, models, task, cache, "action-units-public-test");
console.log(`${fitted.rows} faces to fit on, ${judged.rows} of ${test.length} to judge.`);

const columns = blendshapePoints.slice(0, -10).flatMap((point) => [3 * point, 3 * point + 1, 3 * point + 2]);
const x = pick(fitted.points, fitted.rows, columns);
const center = columns.map((_, k) => mean(x, fitted.rows, k));
const spread = columns.map((_, k) => deviation(x, fitted.rows, k) + 1e-3);
const units = actionUnitNumbers.filter((_, k) => deviation(fitted.units, fitted.rows, k) > leastDeviation);
const y = pick(
	fitted.units,
	fitted.rows,
	units.map((unit) => actionUnitNumbers.indexOf(unit)),
);
const options = { hidden: 48, epochs: 30, learningRate: 2e-3, decay: 1, dropout: 0.1, seed: 1 };
const net = fitPerceptron(standardise(x, fitted.rows), y, fitted.rows, options);

const agreement = judge(net, judged);
const metadata: UnitMetadata = {
	format: 1,
	task: "action-units",
	name: "action-units@1",
	units,
	agreement: Object.fromEntries(units.map((unit) => [unit, round(agreement[unit]?.r ?? 0)])),
	shownFrom,
	corpora: ["FER2013 Training"],
	protocol: `blendshapes of MediaPipe's face_landmarker.task (float16, 1) on ${fitted.rows} pictures; agreement: Pearson's correlation on ${judged.rows} pictures of FER2013 PublicTest`,
	licence: "Fitted on FER2013, whose images carry no licence: research use. Models: Apache-2.0 (MediaPipe).",
	trained: {
		command: "node scripts/train-action-units.ts face_landmarker.task",
		date: "2026-11-23",
		seed: options.seed,
	},
};
writeFileSync(join(assets, "action-units.onnx"), graph(net));
writeTable();

function pick(table: Float32Array, rows: number, chosen: readonly number[]): Float32Array {
	const width = table.length / rows;
	const picked = new Float32Array(rows * chosen.length);
	for (let r = 0; r < rows; r++) {
		for (const [k, column] of chosen.entries())
			picked[r * chosen.length + k] = table[r * width + column] as number;
	}
	return picked;
}

function standardise(values: Float32Array, rows: number): Float32Array {
	const width = values.length / rows;
	return values.map((value, i) => (value - (center[i % width] as number)) / (spread[i % width] as number));
}

/** Correlation and mean absolute difference of every unit. */
function judge(
	trained: Perceptron,
	{ rows, points, units: actual }: FaceTable,
): Record<number, { r: number; mae: number }> {
	const inputs = standardise(pick(points, rows, columns), rows);
	const guesses = Array.from({ length: rows }, (_, r) =>
		runPerceptron(trained, inputs.subarray(r * columns.length, (r + 1) * columns.length)).map((value) =>
			Math.max(0, Math.min(1, value)),
		),
	);
	return Object.fromEntries(
		units.map((unit, k) => {
			const place = actionUnitNumbers.indexOf(unit);
			const guess = guesses.map((values) => values[k] as number);
			const truth = guess.map((_, r) => actual[r * actionUnitNumbers.length + place] as number);
			const mae = guess.reduce((sum, value, r) => sum + Math.abs(value - (truth[r] as number)), 0) / rows;
			return [unit, { r: correlation(guess, truth), mae }];
		}),
	);
}

function correlation(a: readonly number[], b: readonly number[]): number {
	const average = (values: readonly number[]): number =>
		values.reduce((sum, value) => sum + value, 0) / values.length;
	const [ma, mb] = [average(a), average(b)];
	let [ab, aa, bb] = [0, 0, 0];
	for (const [i, value] of a.entries()) {
		ab += (value - ma) * ((b[i] as number) - mb);
		aa += (value - ma) ** 2;
		bb += ((b[i] as number) - mb) ** 2;
	}
	return ab / Math.sqrt(aa * bb);
}

function graph(trained: Perceptron): Uint8Array {
	const builder = createGraphBuilder("action-units");
	const points = builder.input("points", ["N", 3 * 468]);
	const chosen = builder.node("Gather", [points, builder.ints(columns)], { axis: 1 });
	const centered = builder.node("Sub", [chosen, builder.floats(center)]);
	const standard = builder.node("Div", [centered, builder.floats(spread)]);
	const dense = (value: string, weight: Float64Array, bias: Float64Array, rows: number): string =>
		builder.node("Gemm", [
			value,
			builder.floats(Float32Array.from(weight), [rows, bias.length]),
			builder.floats(Float32Array.from(bias)),
		]);
	const hidden = builder.node("Relu", [dense(standard, trained.weight1, trained.bias1, trained.inputs)]);
	const raw = dense(hidden, trained.weight2, trained.bias2, trained.hidden);
	builder.output("units", builder.node("Clip", [raw, builder.floats(0), builder.floats(1)]), [
		"N",
		trained.outputs,
	]);
	return writeOnnx(builder.build(), { metadata: { undertone: JSON.stringify(metadata) } });
}

function round(value: number): number {
	return Math.round(1000 * value) / 1000;
}

function writeTable(): void {
	const lines = actionUnitNumbers.map((unit: ActionUnit) => {
		const found = agreement[unit];
		const source =
			unit === 25
				? "jawOpen, mouthUpperUp, mouthLowerDown less mouthClose"
				: unitBlendshapes[unit].join(", ");
		const why = source === "" ? "no blendshape carries it" : "the blendshape does not move on these faces";
		const figures =
			found === undefined
				? `– | – | no: ${why}`
				: `${found.r.toFixed(2)} | ${found.mae.toFixed(3)} | ${found.r >= shownFrom ? "yes" : "no"}`;
		return `| ${unit} | ${actionUnits[unit]} | ${source || "–"} | ${figures} |`;
	});
	const table = [
		`${judged.rows} pictures of PublicTest on which both meshes see a face, of ${test.length}; fitted on ${fitted.rows} of Training.`,
		"",
		"| unit | what moves | blendshapes (mean) | r | mean difference | shown |",
		"|---|---|---|---|---|---|",
		...lines,
	].join("\n");
	console.log(table);
	fillTable(join(root, "docs/face.md"), "agreement", table);
}
