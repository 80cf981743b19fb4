import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expressionModelFile } from "@undertone/recognize/testing/expression-model";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { workbench } from "../testing/workbench.ts";

const { folder, write } = workbench();
const model = write("face.onnx", expressionModelFile());
mkdirSync(join(folder, "data/fer2013"), { recursive: true });
const votes = [
	"neutral",
	"happiness",
	"surprise",
	"sadness",
	"anger",
	"disgust",
	"fear",
	"contempt",
	"unknown",
	"NF",
];

/** Pictures as FER2013 is stored here: to the test model a black one is neutral, a white one happy. */
async function layOut(pictures: readonly (readonly [grey: number, emotion: string])[]): Promise<void> {
	const width = 48 * pictures.length;
	const grey = Buffer.from(
		Array.from({ length: 48 * width }, (_, i) => pictures[Math.floor((i % width) / 48)]?.[0] ?? 0),
	);
	const file = join(folder, "data/fer2013/PublicTest-00.png");
	await sharp(grey, { raw: { width, height: 48, channels: 1 } })
		.png()
		.toFile(file);
	const head = ["image", "column", "row", "usage", "index", "emotion", ...votes].join(",");
	const rows = pictures.map(([, emotion], i) =>
		["PublicTest-00", i, 0, "PublicTest", i, emotion, ...votes.map(() => 0)].join(","),
	);
	write("data/fer2013/labels.csv", `${[head, ...rows].join("\n")}\n`);
}

const evaluate = (...parameters: string[]) =>
	runUndertone([
		...["evaluate", "--model", model, "--data", join(folder, "data"), "--results", join(folder, "results")],
		...parameters,
	]);

describe("undertone evaluate --corpus fer2013", () => {
	it("counts what a model of expressions has right and wrong", async () => {
		await layOut([
			[0, "neutral"],
			[0, "happy"],
			[255, "happy"],
			[255, "angry"],
		]);
		const { code, out } = await evaluate("--corpus", "fer2013", "--json");
		expect(code).toBe(0);
		expect(JSON.parse(out)).toMatchObject({
			model: "expression-test@1",
			corpus: "FER2013 PublicTest",
			n: 4,
			labels: ["neutral", "happy", "angry"],
			recall: { neutral: 1, happy: 0.5, angry: 0 },
			confusion: [
				[1, 0, 0, 0],
				[1, 1, 0, 0],
				[0, 1, 0, 0],
			],
			trainedOnIt: false,
		});
		const printed = await evaluate("--corpus", "fer2013:publictest");
		expect(printed.out).toContain("4 pictures of people nobody knows, 3 classes");
	});

	it("says which parts there are", async () => {
		const { code, err } = await evaluate("--corpus", "fer2013:Test");
		expect(code).not.toBe(0);
		expect(err).toContain('FER2013 has the parts PublicTest, PrivateTest, Training, got "Test".');
	});
});
