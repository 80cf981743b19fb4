import { join } from "node:path";
import { writeFer2013 } from "@undertone/corpora/testing";
import { expressionModelFile } from "@undertone/recognize/testing/expression-model";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { workbench } from "../testing/workbench.ts";

const { folder, write } = workbench();
const model = write("face.onnx", expressionModelFile());
/** To the test model a black picture is neutral, a white one happy. */
const layOut = (pictures: readonly (readonly [grey: number, emotion: string])[]): Promise<void> =>
	writeFer2013(
		join(folder, "data"),
		pictures.map(([grey, emotion]) => ({
			usage: "PublicTest",
			emotion,
			pixels: new Uint8Array(48 * 48).fill(grey),
		})),
	);

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
