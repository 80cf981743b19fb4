import { createRandom } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import { initialWeights, mostStored, parameterPlaces, type Quantized } from "@undertone/onnx";
import { expect, it } from "vitest";
import { faceGraph } from "./face-graph.ts";
import { faceNetwork, faceSide } from "./face-network.ts";
import { predictFaces } from "./predict-faces.ts";
import { quantizeForPictures } from "./quantize-for-pictures.ts";

const classes = 3;
const network = { filters: [8, 96, 128], depth: 2, dropout: 0, votesWeight: 0 };
const definition = faceNetwork(classes, network, { head: "label", votes: true });
const weights = initialWeights(definition, 1);
const random = createRandom(6);

/** Waves of a direction and length each. */
function picture(): FacePicture {
	const [fx, fy, phase] = [0.6 * random.next(), 0.6 * random.next(), 6 * random.next()];
	const pixels = Uint8Array.from({ length: faceSide ** 2 }, (_, i) =>
		Math.round(127 + 100 * Math.sin(fx * (i % faceSide) + fy * Math.floor(i / faceSide) + phase)),
	);
	return { file: "", pixels, emotion: "neutral", votes: [], usage: "Training", hash: "" };
}

it("quantizes large kernels to what their storage has room for, and changes what is said of other pictures less than half as much as quantized to the nearest", async () => {
	const storage = "fifths";
	const shown = Array.from({ length: 64 }, picture);
	const quantized = await quantizeForPictures(network, weights, shown, { classes, storage });
	const large = [...parameterPlaces(definition).entries()].filter(([, { size }]) => size >= 32_768);
	expect([...quantized.keys()]).toEqual(large.map(([index]) => index));
	for (const [index, { size }] of large) {
		const { values } = quantized.get(index) as Quantized;
		const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
		expect(largest).toBeLessThanOrEqual(mostStored(storage, size) as number);
	}

	const others = Array.from({ length: 32 }, picture);
	const logits = async (
		parts: Partial<Parameters<typeof faceGraph>[0]["networks"][0]>,
		kept: typeof storage | "float32",
	) => {
		const networks = [{ network, weights, ...parts }];
		const graph = faceGraph({ classes, networks, storage: kept, temperature: 1, head: "label" });
		return (await predictFaces(graph, others, classes)).data.map(Math.log);
	};
	const whole = await logits({}, "float32");
	const apart = (said: ArrayLike<number>): number =>
		Array.from(whole, (value, i) => (value - (said[i] as number)) ** 2).reduce(
			(sum, value) => sum + value,
			0,
		);
	const [own, nearest] = [await logits({ quantized }, storage), await logits({}, storage)];
	expect(apart(own)).toBeLessThan(0.25 * apart(nearest));
});
