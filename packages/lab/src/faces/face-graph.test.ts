import { createRandom } from "@undertone/core";
import {
	appendNetwork,
	createGraphBuilder,
	createSession,
	float32Data,
	float32Tensor,
	initialWeights,
	parameterPlaces,
	quantize,
	writeOnnx,
} from "@undertone/onnx";
import { takenViews } from "@undertone/recognize";
import { describe, expect, it } from "vitest";
import { bothSides, countLooks, type FaceGraphParts, type FaceView, faceGraph } from "./face-graph.ts";
import { faceNetwork, faceSide } from "./face-network.ts";

const classes = 3;
const network = { filters: [8, 16, 24], depth: 2, dropout: 0, votesWeight: 0 };
const untrained = (options: typeof network, seed: number) => ({
	network: options,
	weights: initialWeights(faceNetwork(classes, options, { head: "label", votes: true }), seed),
});
const networks = [1, 2].map((seed) => untrained(network, seed));
const random = createRandom(5);
const pictures = 3;
/** Smooth, as a face is: what is enlarged can be checked without an error from the grain. */
const waves = Array.from({ length: pictures }, () => [
	0.1 + 0.1 * random.next(),
	0.1 + 0.1 * random.next(),
	random.next(),
]);
const at = (p: number, x: number, y: number): number => {
	const [fx = 0, fy = 0, phase = 0] = waves[p] ?? [];
	return 0.5 + 0.3 * Math.sin(fx * x + 6 * phase) + 0.2 * Math.cos(fy * y - fx * x);
};
const drawn = (sample: (p: number, x: number, y: number) => number): Float32Array =>
	Float32Array.from({ length: pictures * faceSide * faceSide }, (_, i) =>
		sample(Math.floor(i / faceSide ** 2), i % faceSide, Math.floor((i % faceSide ** 2) / faceSide)),
	);

/** Logits up to a constant, which the softmax takes out. */
async function logits(
	parts: Partial<FaceGraphParts>,
	image: Float32Array = drawn(at),
	view?: number,
): Promise<Float32Array> {
	const whole = { classes, networks, temperature: 1, head: "label", storage: "float32", ...parts } as const;
	const session = await createSession(faceGraph(whole));
	const dims = [pictures, 1, faceSide, faceSide];
	const { probabilities } = await session.run({ image: float32Tensor(image, dims), views: takenViews(view) });
	await session.release();
	const logs = Float32Array.from(float32Data(probabilities, "probabilities"), Math.log);
	return logs.map((value, i) => value - (logs[i - (i % classes)] as number));
}

const looking = (view: FaceView) => networks.map((one) => ({ ...one, views: [view] }));

const mean = (parts: readonly Float32Array[]): number[] =>
	Array.from(
		parts[0] ?? [],
		(_, i) => parts.reduce((sum, part) => sum + (part[i] as number), 0) / parts.length,
	);

describe("faceGraph", () => {
	it("averages the logits of every network and every way of looking", async () => {
		const apart = await Promise.all(
			networks.flatMap((one) => bothSides.map((view) => logits({ networks: [{ ...one, views: [view] }] }))),
		);
		expect(await logits({})).toBeCloseToArray(mean(apart), { rtol: 1e-4, atol: 1e-5 });
	});

	it("lets every network count as much, however often it looks", async () => {
		const [once, often] = [
			[{ middle: faceSide, mirrored: false }],
			[...bothSides, { middle: 40, mirrored: false }],
		] as const;
		const uneven = networks.map((one, i) => ({ ...one, views: i === 0 ? once : often }));
		const apart = await Promise.all(uneven.map((one) => logits({ networks: [one] })));
		expect(await logits({ networks: uneven })).toBeCloseToArray(mean(apart), { rtol: 1e-4, atol: 1e-5 });
	});

	it("looks by one network in one of its ways alone where that is asked for", async () => {
		const looks = networks.flatMap((one) => bothSides.map((view) => ({ ...one, views: [view] })));
		for (const [v, look] of looks.entries()) {
			const alone = await logits({ networks: [look] });
			expect(await logits({}, drawn(at), v)).toBeCloseToArray(alone, { rtol: 1e-4, atol: 1e-5 });
		}
	});

	it("sees a mirrored picture as the picture's mirror image", async () => {
		const mirrored = await logits({ networks: looking({ middle: faceSide, mirrored: true }) });
		const picture = drawn((p, x, y) => at(p, faceSide - 1 - x, y));
		const plain = await logits({ networks: looking({ middle: faceSide, mirrored: false }) }, picture);
		expect(mirrored).toBeCloseToArray(plain, { rtol: 1e-4, atol: 1e-5 });
	});

	it.each([40, 46])("enlarges the middle %i pixels as bilinear interpolation does", async (middle) => {
		const zoomed = await logits({ networks: looking({ middle, mirrored: false }) });
		// The whole picture is what the middle is standardised by.
		const whole = drawn(at);
		const size = faceSide * faceSide;
		const along = (index: number): readonly [number, number] => {
			const position = Math.min(Math.max(((index + 0.5) * middle) / faceSide - 0.5, 0), middle - 1);
			const before = Math.min(Math.floor(position), middle - 2);
			return [before + (faceSide - middle) / 2, position - before];
		};
		const enlarged = drawn((p, x, y) => {
			const [left, fx] = along(x);
			const [top, fy] = along(y);
			const value = (dx: number, dy: number): number =>
				whole[p * size + (top + dy) * faceSide + left + dx] as number;
			return (
				(1 - fy) * ((1 - fx) * value(0, 0) + fx * value(1, 0)) +
				fy * ((1 - fx) * value(0, 1) + fx * value(1, 1))
			);
		});
		const expected = await throughNetworks(standardised(enlarged, whole));
		expect(zoomed).toBeCloseToArray(expected, { rtol: 1e-3, atol: 1e-4 });
	});

	it("averages over every place up to so far away, the middle first, its edge going on", async () => {
		const around = { middle: faceSide, mirrored: true, moved: 1 };
		const inside = (index: number): number => Math.min(Math.max(index, 0), faceSide - 1);
		// Standardised by the whole, so that what is moved must not be standardised anew.
		const standard = standardised(drawn(at));
		const from = (right: number, down: number, through = networks) =>
			throughNetworks(
				drawn((p, x, y) => {
					const [column, row] = [faceSide - 1 - inside(x + right), inside(y + down)];
					return standard[p * faceSide ** 2 + row * faceSide + column] as number;
				}),
				through,
			);
		const places = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [right, down] as const));
		const each = await Promise.all(
			places.map(async ([right, down]) => Float32Array.from(await from(right, down))),
		);
		expect(await logits({ networks: looking(around) })).toBeCloseToArray(mean(each), {
			rtol: 1e-3,
			atol: 1e-4,
		});
		expect(countLooks([around, { middle: 44, mirrored: false }])).toBe(10);
		// One network's looks, in turns: the middle of both views, then the places around.
		const views = [around, { ...around, mirrored: false }];
		const one = [{ ...networks[0]!, views }];
		const middle = (mirrored: boolean) =>
			logits({ networks: [{ ...networks[0]!, views: [{ middle: faceSide, mirrored }] }] });
		for (const [v, mirrored] of [true, false].entries()) {
			expect(await logits({ networks: one }, drawn(at), v)).toBeCloseToArray(await middle(mirrored), {
				rtol: 1e-4,
				atol: 1e-5,
			});
		}
		const looks = await Promise.all(
			Array.from({ length: 18 }, (_, v) => logits({ networks: one }, drawn(at), v)),
		);
		expect(mean(looks)).toBeCloseToArray(await logits({ networks: one }), { rtol: 1e-3, atol: 1e-4 });
		// Of one view: from the middle, from above, and from the left.
		const left = await logits({ networks: [{ ...networks[0]!, views: [around] }] }, drawn(at), 2);
		expect(left).toBeCloseToArray(await from(-1, 0, networks.slice(0, 1)), { rtol: 1e-3, atol: 1e-4 });
	});

	it.each([
		["float16", 0.003, 0.65],
		["int8", 0.06, 0.5],
	] as const)("says nearly the same with weights as %s, in fewer bytes", async (storage, atol, share) => {
		// Wide enough that most of it is in large parts.
		const wide = [untrained({ ...network, filters: [8, 96, 128] }, 1)];
		const [short, whole] = [await logits({ networks: wide, storage }), await logits({ networks: wide })];
		expect(short).toBeCloseToArray(whole, { rtol: 0, atol });
		const bytes = (kept: "float32" | typeof storage): number =>
			faceGraph({ classes, networks: wide, temperature: 1, head: "label", storage: kept }).length;
		expect(bytes(storage)).toBeLessThan(bytes("float32") * share);
	});

	it.each([
		["thirds", [undefined, 19, 19], 0.2],
		["quarters", [undefined, 19, 7], 0.17],
		["fifths", [127, 7, 4], 0.13],
	] as const)(
		"stored as %s is the network whose large kernels are rounded",
		async (storage, [small, large, largest], share) => {
			const whole = untrained({ ...network, filters: [8, 96, 128] }, 1);
			const weights = whole.weights.weights.slice();
			const definition = faceNetwork(classes, whole.network, { head: "label", votes: true });
			for (const { offset, size, shape } of parameterPlaces(definition)) {
				const steps = size < 1024 ? undefined : size < 32_768 ? small : size < 131_072 ? large : largest;
				if (steps === undefined) continue;
				const [filters = 1] = shape;
				const inner = size / filters;
				for (let from = offset; from < offset + size; from += inner) {
					const kernel = weights.subarray(from, from + inner);
					const step = Math.max(...kernel.map(Math.abs)) / steps;
					kernel.set(kernel.map((value) => Math.round(value / step) * step));
				}
			}
			const rounded = [{ ...whole, weights: { ...whole.weights, weights } }];
			const stored = await logits({ networks: [whole], storage });
			expect(stored).toBeCloseToArray(await logits({ networks: rounded }), { rtol: 0, atol: 0.01 });
			const bytes = (kept: "float32" | typeof storage): number =>
				faceGraph({ classes, networks: [whole], temperature: 1, head: "label", storage: kept }).length;
			expect(bytes(storage)).toBeLessThan(bytes("float32") * share);
		},
	);

	it("takes kernels that are quantized already, of each network its own, and refuses what there is no room for", async () => {
		const wide = [1, 2].map((seed) => untrained({ ...network, filters: [8, 96, 128] }, seed));
		const definition = faceNetwork(classes, wide[0]!.network, { head: "label", votes: true });
		const places = parameterPlaces(definition);
		const index = places.findIndex(({ size }) => size >= 131_072);
		const { offset, size, shape } = places[index] as (typeof places)[number];
		// The first network's kernel has ones alone, the second's is half as long as it was.
		const [filters = 1] = shape;
		const flat = { values: new Int8Array(size).fill(1), steps: new Float64Array(filters).fill(0.01) };
		const halved = quantize(wide[1]!.weights.weights.slice(offset, offset + size), shape, 0, 7);
		const given = [flat, { ...halved, steps: halved.steps.map((step) => step / 2) }];
		const kernels = given.map(({ values, steps }) =>
			Float32Array.from(values, (value, i) => value * (steps[Math.floor((i * filters) / size)] as number)),
		);
		const stored = await logits({
			storage: "quarters",
			networks: wide.map((one, i) => ({ ...one, quantized: new Map([[index, given[i]!]]) })),
		});
		// To the nearest these kernels go to themselves.
		const expected = await logits({
			storage: "quarters",
			networks: wide.map((one, i) => {
				const weights = one.weights.weights.slice();
				weights.set(kernels[i]!, offset);
				return { ...one, weights: { ...one.weights, weights } };
			}),
		});
		const otherwise = await logits({ storage: "quarters", networks: wide });
		expect(stored).toBeCloseToArray(expected, { rtol: 1e-4, atol: 1e-4 });
		expect(Math.abs((stored[1] as number) - (otherwise[1] as number))).toBeGreaterThan(0.01);
		const graph = (storage: "fifths" | "float16", values = flat.values) =>
			faceGraph({
				classes,
				networks: [{ ...wide[0]!, quantized: new Map([[index, { ...flat, values }]]) }],
				storage,
				temperature: 1,
				head: "label",
			});
		expect(() =>
			graph(
				"fifths",
				flat.values.map(() => 5),
			),
		).toThrow(/whole numbers up to 4, but has 5/u);
		expect(() => graph("fifths", flat.values.slice(1))).toThrow(/must be quantized to as many, but has/u);
		expect(() => graph("float16")).toThrow(/only parts that are stored as whole numbers/u);
	});
});

/** Pictures standardised as others are, by themselves by default. */
function standardised(values: Float32Array, as = values): Float32Array {
	const size = faceSide * faceSide;
	const moments = Array.from({ length: pictures }, (_, p) => {
		const part = as.subarray(p * size, (p + 1) * size);
		const average = part.reduce((sum, value) => sum + value, 0) / size;
		return { average, variance: part.reduce((sum, value) => sum + (value - average) ** 2, 0) / size };
	});
	return values.map((value, i) => {
		const { average = 0, variance = 0 } = moments[Math.floor(i / size)] ?? {};
		return (value - average) / Math.sqrt(variance + 1e-5);
	});
}

/** The mean logits of the networks on pictures that are standardised already. */
async function throughNetworks(standardised: Float32Array, through = networks): Promise<number[]> {
	const each = through.map(async ({ weights }) => {
		const graph = createGraphBuilder("plain");
		const image = graph.input("image", ["N", 1, faceSide, faceSide]);
		const definition = faceNetwork(classes, network, { head: "label", votes: false });
		graph.output("logits", appendNetwork(graph, definition, { image }, weights), ["N", classes]);
		const session = await createSession(writeOnnx(graph.build()));
		const run = await session.run({
			image: float32Tensor(standardised, [pictures, 1, faceSide, faceSide]),
		});
		await session.release();
		return float32Data(run.logits, "logits").slice();
	});
	const average = mean(await Promise.all(each));
	return average.map((value, i) => value - (average[i - (i % classes)] as number));
}
