import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import { createSession, float32Data, float32Tensor, initialWeights } from "@undertone/onnx";
import { takenViews } from "@undertone/recognize";
import { describe, expect, it } from "vitest";
import { countFaceParameters } from "./count-face-parameters.ts";
import { faceGraph } from "./face-graph.ts";
import {
	type FaceHead,
	type FaceNetworkOptions,
	faceNetwork,
	faceSide,
	type StagedNetworkOptions,
} from "./face-network.ts";
import { type FaceRecipe, faceRecipeSchema } from "./face-recipe.ts";

const small: StagedNetworkOptions = { filters: [2, 4], depth: 2, dropout: 0, votesWeight: 0.5 };
const networks: readonly FaceNetworkOptions[] = [
	{ ...small, kind: "residual" },
	{ ...small, kind: "parallel", filters: [2, 4, 8] },
	{ ...small, stem: "stride", crop: 40 },
	{ ...small, stem: "residual", crop: 40 },
	{ kind: "mobilenet", side: 32, blocks: 6, frozen: 2, dropout: 0, votesWeight: 0.5 },
	{ kind: "mobilenet", side: 32, blocks: 4, frozen: 2, depthwiseFrozen: true, dropout: 0, votesWeight: 0.5 },
];
const classes = 3;
const random = createRandom(3);
const pictures = Array.from({ length: 2 }, () =>
	Float32Array.from({ length: faceSide * faceSide }, () => random.next()),
);
const mirrored = pictures.map((picture) =>
	picture.map((_, i) => picture[i + (faceSide - 1) - 2 * (i % faceSide)] as number),
);

async function ask(network: FaceNetworkOptions, head: FaceHead, seen: readonly Float32Array[]) {
	// Trained with both heads, used with one: the weights must fit either.
	const weights = initialWeights(faceNetwork(classes, network, { head: "label", votes: true }), 1);
	const session = await createSession(
		faceGraph({ classes, networks: [{ network, weights }], temperature: 1, head }),
	);
	const image = new Float32Array(seen.flatMap((picture) => [...picture]));
	const dims = [seen.length, 1, faceSide, faceSide];
	const { probabilities } = await session.run({ image: float32Tensor(image, dims), views: takenViews() });
	await session.release();
	return { dims: probabilities?.dims.map(Number), data: float32Data(probabilities, "probabilities") };
}

describe.each(networks)("a face network, %o", (network) => {
	it.each([
		["label", classes],
		["votes", 8],
	] as const)("says how likely each class of the head %s is, a row a picture", async (head, columns) => {
		const { dims, data } = await ask(network, head, pictures);
		expect(dims).toEqual([2, columns]);
		for (let r = 0; r < 2; r++) {
			const sum = data.slice(r * columns, (r + 1) * columns).reduce((total, p) => total + p, 0);
			expect(sum).toBeCloseTo(1, 5);
		}
	});

	it("says the same of a mirrored, a brighter and a flatter picture", async () => {
		const { data } = await ask(network, "label", pictures);
		expect((await ask(network, "label", mirrored)).data).toBeCloseToArray(data, { rtol: 1e-4, atol: 1e-5 });
		const lit = pictures.map((picture) => picture.map((value) => 0.4 * value + 0.5));
		// The deviation has 1e-5 beside it, which counts a little more where contrast is low.
		expect((await ask(network, "label", lit)).data).toBeCloseToArray(data, { rtol: 1e-2, atol: 1e-3 });
	});
});

/** A convolution without bias, and the scale and shift of its normalisation. */
const convolution = (side: number, from: number, to: number): number => side * side * from * to + 2 * to;
/** Both heads. */
const heads = (embedding: number, labels: number): number => (embedding + 1) * (labels + 8);

/** A convolution with its bias. */
const biased = (places: number, from: number, to: number): number => (places * from + 1) * to;

/** Numbers of a network, added up layer by layer as the description in `FaceNetworkOptions` says. */
function addUp({ labels, network }: FaceRecipe): number {
	if (network.kind === "mobilenet") {
		// As in table 1 of the paper, filters 64 to 512.
		const widths = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512].slice(0, network.blocks);
		let [total, from] = [network.frozen > 0 ? 0 : biased(9, 1, 32), 32];
		for (const [i, to] of widths.entries()) {
			if (i >= network.frozen)
				total += (network.depthwiseFrozen ? 0 : biased(9, 1, from)) + biased(1, from, to);
			from = to;
		}
		return total + heads(from, labels.length);
	}
	const { kind, filters, depth, stem } = network;
	const [first = 0, ...stages] = filters;
	let total = convolution(5, 1, first) + (stem === "residual" ? convolution(3, first, first) : 0);
	let from = first;
	for (const to of stages) {
		if (kind === "parallel") {
			const [half, narrow] = [to / 2, Math.ceil(to / 4)];
			total += convolution(3, from, half) + convolution(1, from, narrow);
			total += convolution(3, narrow, half) + convolution(3, half, half);
		} else total += convolution(3, from, to) + (depth - 1) * convolution(3, to, to);
		from = to;
	}
	return total + heads(from, labels.length);
}

describe("countFaceParameters", () => {
	it("counts a network that can be counted by hand", () => {
		// 5·5·2 + 4; 3·3·2·4 + 8; then 3·3·4·4 + 8; two classes and eight votes of 4 numbers and a bias.
		const network = { ...small, filters: [2, 4] };
		expect(countFaceParameters({ labels: ["happy", "sad"], network })).toBe(54 + 80 + 152 + 50);
	});

	it.each(["face", "face-fine", "face-parallel", "face-mobilenet", "face-mobilenet-held"])(
		"counts the network of %s",
		(id) => {
			const path = join(import.meta.dirname, "../../../../recipes", `${id}.json`);
			const recipe = faceRecipeSchema.parse(JSON.parse(readFileSync(path, "utf8")));
			expect(countFaceParameters(recipe)).toBe(addUp(recipe));
		},
	);
});
