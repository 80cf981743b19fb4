import { createGraphBuilder, readOnnx, replaceMetadata, writeOnnx } from "@undertone/onnx";
import { getFeatureSet } from "@undertone/speech";
import { describe, expect, it } from "vitest";
import { linearModelFile } from "../testing/linear-model.ts";
import { createModelFile } from "./create-model-file.ts";
import { loadModel, readModelMetadata } from "./load-model.ts";
import { metadataKey } from "./model-metadata.ts";
import { sha256 } from "./sha256.ts";

const file = linearModelFile();
const metadata = readOnnx(file).metadata;
const description = JSON.parse(metadata[metadataKey] as string) as Record<string, unknown>;

/** The file with another description, and a hash that fits it. */
function described(change: Record<string, unknown>): Uint8Array {
	const json = (hash: string): string => JSON.stringify({ ...description, ...change, sha256: hash });
	const unsigned = replaceMetadata(file, { ...metadata, [metadataKey]: json("") });
	return replaceMetadata(file, { ...metadata, [metadataKey]: json(sha256(unsigned)) });
}

async function refusal(bytes: Uint8Array): Promise<string> {
	const error = await loadModel(bytes).then(
		() => new Error("was accepted"),
		(reason: unknown) => reason as Error & { code?: string },
	);
	return `${(error as { code?: string }).code}: ${error.message}`;
}

describe("a model file", () => {
	it("says of itself what it was made with, and scores features", async () => {
		const model = await loadModel(linearModelFile({ weights: { angry: { f0_mean: Math.log(2) } } }));
		expect(model.metadata.name).toBe("linear-test@1");
		expect(model.features).toBe(getFeatureSet("undertone@1"));
		const names = model.metadata.features.names;
		const data = new Float32Array(2 * names.length);
		data[names.indexOf("f0_mean")] = 1;
		data[names.length] = Number.NaN;
		const scores = await model.predict({ rows: 2, columns: names.length, data });
		// exp(ln 2) against exp(0) twice: 2 of 4; the second row's undefined feature counts as usual.
		expect(scores.data).toBeCloseToArray([1 / 4, 1 / 4, 2 / 4, 1 / 3, 1 / 3, 1 / 3], { rtol: 1e-5, atol: 0 });
		await model.release();
	});

	it("is the same bytes for the same graph and description", () => {
		expect(linearModelFile()).toEqual(file);
	});

	it("can be read out of a larger buffer", () => {
		const larger = new Uint8Array(file.length + 13);
		larger.set(file, 7);
		expect(readModelMetadata(larger.subarray(7, 7 + file.length)).name).toBe("linear-test@1");
	});

	it("keeps the other entries of its metadata", () => {
		const graph = replaceMetadata(file, { source: "a test" });
		const { format: _, task: __, sha256: ___, ...rest } = readModelMetadata(file);
		expect(readOnnx(createModelFile(graph, rest)).metadata.source).toBe("a test");
	});

	it("refuses features of another width", async () => {
		const model = await loadModel(file);
		await expect(model.predict({ rows: 1, columns: 3, data: new Float32Array(3) })).rejects.toThrow(
			/takes \d+ features \(undertone@1\), got 3/,
		);
	});
});

describe("a model that hears frames beside its features", () => {
	const columns = getFeatureSet("undertone@1").features.length;
	const cepstra = getFeatureSet("cepstra@1");
	const names = cepstra.features.map(({ name }) => name);
	/** Happy by the first feature, angry by the mean over time of the first number of a frame. */
	function bothWays(frames: object): Uint8Array<ArrayBuffer> {
		const graph = createGraphBuilder("both");
		const pick = (first: number, count: number): string => {
			const matrix = new Float32Array(3 * count);
			matrix[first] = 1;
			return graph.floats(matrix, [count, 3]);
		};
		const own = graph.node("MatMul", [graph.input("features", ["N", columns]), pick(1, columns)]);
		const mean = graph.node("ReduceMean", [graph.input("frames", [1, "T", names.length]), graph.ints([1])], {
			keepdims: 0,
		});
		const heard = graph.node("MatMul", [mean, pick(2, names.length)]);
		const logits = graph.node("Add", [own, heard]);
		graph.output("probabilities", graph.node("Softmax", [logits], { axis: 1 }), ["N", 3]);
		const { format: _, task: __, sha256: ___, ...rest } = readModelMetadata(file);
		return createModelFile(writeOnnx(graph.build()), { ...rest, ...frames });
	}
	const described2 = { frames: { id: cepstra.id, sampleRate: cepstra.sampleRate, names } };
	const matrix = (rows: number, width: number, first: number) => ({
		rows,
		columns: width,
		data: Float32Array.from({ length: rows * width }, (_, k) => (k % width === 0 ? first : 0)),
	});

	it("scores rows of features with the frames of their clip, whose number is free", async () => {
		const model = await loadModel(bothWays(described2));
		expect(model.metadata.format).toBe(2);
		expect(model.frames).toBe(cepstra);
		for (const length of [1, 70]) {
			const { data } = await model.predict(
				matrix(2, columns, Math.log(2)),
				matrix(length, names.length, Math.log(3)),
			);
			// 1 to 2 to 3, twice.
			expect(data).toBeCloseToArray([1 / 6, 2 / 6, 3 / 6, 1 / 6, 2 / 6, 3 / 6], { rtol: 1e-5, atol: 0 });
		}
		await model.release();
	});

	it("refuses to score without frames, or with others", async () => {
		const model = await loadModel(bothWays(described2));
		await expect(model.predict(matrix(1, columns, 0))).rejects.toThrow(
			/hears the frames of a clip \(cepstra@1\) beside its features, got none\. Extract them with model\.frames/,
		);
		await expect(model.predict(matrix(1, columns, 0), matrix(5, 3, 0))).rejects.toThrow(
			/takes 39 numbers a frame \(cepstra@1\), got 3/,
		);
		await model.release();
	});

	it("is refused where description and graph, or description and format, do not agree", async () => {
		expect(await refusal(described({ frames: described2.frames }))).toMatch(
			/"frames" belong to format 2, got some in format 1/,
		);
		const { format: _, task: __, sha256: ___, ...rest } = readModelMetadata(file);
		const without = createModelFile(file, { ...rest, ...described2 });
		expect(await refusal(without)).toMatch(/must take "features" and "frames"/);
	});
});

describe("loadModel refuses", () => {
	it.each([1, 100, Math.floor(file.length / 2), file.length - 1])(
		"a file cut short to %d bytes",
		async (length) => {
			expect(await refusal(file.subarray(0, length))).toMatch(/^model-damaged: The model file/);
		},
	);

	it("an empty file", async () => {
		expect(await refusal(new Uint8Array(0))).toMatch(/^model-damaged: The model file is empty/);
	});

	it("another kind of file", async () => {
		expect(await refusal(new TextEncoder().encode("RIFF, but not a model at all"))).toMatch(
			/^model-damaged: /,
		);
	});

	it("an ONNX file that does not describe itself", async () => {
		expect(await refusal(replaceMetadata(file, {}))).toMatch(/model-damaged: .* not one of Undertone's/);
	});

	it("a changed weight", async () => {
		const changed = file.slice();
		changed[400] = (changed[400] as number) ^ 1;
		expect(await refusal(changed)).toMatch(/^model-damaged: .*(hash differs|cut short)/);
	});

	it("a changed description", async () => {
		const json = JSON.stringify({ ...description, labels: ["neutral", "angry", "happy"] });
		const changed = replaceMetadata(file, { ...metadata, [metadataKey]: json });
		expect(await refusal(changed)).toMatch(/^model-damaged: .* hash differs/);
	});

	it("a later format, saying what to do", async () => {
		expect(await refusal(described({ format: 3 }))).toBe(
			"model-unknown-version: The model file is of format 3, this program reads formats 1 to 2. " +
				"Update Undertone, or choose an older model.",
		);
	});

	it("another task", async () => {
		expect(await refusal(described({ task: "face-emotion" }))).toMatch(
			/^model-unknown-version: .*"speech-emotion", got "face-emotion"/,
		);
	});

	it("a feature set that is not here", async () => {
		const features = { ...(description.features as object), id: "later@9" };
		expect(await refusal(described({ features }))).toMatch(/^model-unknown-features: .*"later@9"/);
	});

	it("a feature set whose features have changed", async () => {
		const features = description.features as { names: string[] };
		const names = features.names.with(0, "another");
		expect(await refusal(described({ features: { ...features, names } }))).toMatch(
			/^model-unknown-features: /,
		);
	});

	it("a label that is no emotion", async () => {
		expect(await refusal(described({ labels: ["neutral", "happy", "hungry"] }))).toMatch(
			/^model-damaged: .*"hungry".*expected some of neutral, calm/s,
		);
	});

	it.each(["name", "normalisation", "calibration", "licence", "trained", "sha256"])(
		"a description without %s",
		async (part) => {
			const { [part]: _, ...rest } = description;
			const json = JSON.stringify(rest);
			const changed = replaceMetadata(file, { ...metadata, [metadataKey]: json });
			expect(await refusal(changed)).toMatch(new RegExp(`^model-damaged: .*"${part}"`));
		},
	);

	it("a mean for fewer features than there are", async () => {
		const normalisation = { mean: [0], deviation: [1] };
		expect(await refusal(described({ normalisation }))).toMatch(/"normalisation.mean" must be \d+ numbers/);
	});

	it("numbers that lie in another file", async () => {
		// A TensorProto whose data_location (field 14) is EXTERNAL (1), as the only initializer of a graph.
		const tensor = [0x08, 0x01, 0x10, 0x01, 0x42, 0x01, 0x77, 0x70, 0x01];
		const graph = [0x2a, tensor.length, ...tensor, 0x12, 0x01, 0x67];
		const bytes = Uint8Array.of(0x08, 0x09, 0x3a, graph.length, ...graph);
		expect(await refusal(bytes)).toMatch(/^model-external-data: /);
	});

	it("a graph that takes and gives something else", async () => {
		const { format: _, task: __, sha256: ___, ...rest } = readModelMetadata(file);
		const graph = createGraphBuilder("other");
		graph.output("answer", graph.input("features", ["N", 2]), ["N", 2]);
		expect(await refusal(createModelFile(writeOnnx(graph.build()), rest))).toMatch(
			/^model-damaged: .*must take "features" and give "probabilities".* gives answer/,
		);
	});
});
