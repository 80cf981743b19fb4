import type { Matrix } from "@undertone/core";
import { createGraphBuilder, float16Bits, type GraphBuilder, roundToFloat16 } from "@undertone/onnx";
import { invertLowerTransposed } from "../classical/cholesky.ts";
import type { Background } from "./fit-background.ts";
import { type FrameStatistics, frameStatistics } from "./frame-statistics.ts";
import { fitLengthNormaliser, type LengthNormaliser, normaliseLength } from "./length-normaliser.ts";
import {
	embedClips,
	fitTotalVariability,
	type TotalVariability,
	type TotalVariabilityOptions,
} from "./total-variability.ts";

/** Turns the frames of a clip into an i-vector of one length; learnt from a training part. */
export interface IVectorExtractor {
	readonly background: Background;
	readonly variability: TotalVariability;
	readonly normaliser: LengthNormaliser;
}

/**
 * Learns total variability and whitening on a background.
 *
 * @param clips - {@link frameStatistics} of the training clips.
 * @throws {RangeError} As `fitTotalVariability`.
 * @throws {UndertoneError} `cancelled` if `signal` fires.
 */
export async function fitIVectorExtractor(
	background: Background,
	clips: readonly FrameStatistics[],
	options: TotalVariabilityOptions,
): Promise<IVectorExtractor> {
	const variability = await fitTotalVariability(clips, options);
	return { background, variability, normaliser: fitLengthNormaliser(embedClips(clips, variability)) };
}

/**
 * The same extractor with its total variability in half precision, as a graph stores it; what is learnt of its vectors
 * afterwards is learnt of just those that the graph gives.
 *
 * @param clips - The training clips again, for the whitening.
 */
export function halfPrecision(
	{ background, variability }: IVectorExtractor,
	clips: readonly FrameStatistics[],
): IVectorExtractor {
	const matrix = Float64Array.from(roundToFloat16(Float32Array.from(variability.matrix)));
	const rounded = { ...variability, matrix };
	return { background, variability: rounded, normaliser: fitLengthNormaliser(embedClips(clips, rounded)) };
}

/**
 * The length-normalised i-vectors of clips.
 *
 * @param clips - Their {@link frameStatistics} on the extractor's background.
 * @returns Shape `[clips, dimensions]`.
 */
export function extractIVectors(
	clips: readonly FrameStatistics[],
	{ variability, normaliser }: IVectorExtractor,
): Matrix & { readonly data: Float32Array } {
	return normaliseLength(embedClips(clips, variability), normaliser);
}

/** {@link extractIVectors} of one clip's frames, shape `[frames, features]`. */
export function extractIVector(frames: Matrix, extractor: IVectorExtractor): Float32Array {
	return extractIVectors([frameStatistics(frames, extractor.background)], extractor).data;
}

/** ONNX's number for float64. */
const float64 = 11;

/**
 * Appends an extractor of {@link halfPrecision} to a graph: the same i-vector as {@link extractIVector} gives. The posterior's mean solves L w = b by conjugate gradients, as many steps as w has
 * dimensions (Hestenes & Stiefel 1952, doi:10.6028/jres.049.044), for ONNX has no operator that solves.
 *
 * @param frames - Name of one clip's frames, float32 `[1, frames, features]`, without NaN.
 * @returns Name of the i-vector, float32 `[1, dimensions]`.
 */
export function appendIVectorExtractor(
	graph: GraphBuilder,
	frames: string,
	{ background, variability, normaliser }: IVectorExtractor,
): string {
	const { components: c, features: f, dimensions: d, matrix } = variability;
	const doubles = (values: ArrayLike<number>, dims: readonly number[]): string =>
		graph.constant({ type: "float64", dims, data: Float64Array.from(values) });
	const x = graph.node("Cast", [graph.node("Reshape", [frames, graph.ints([-1, f])])], { to: float64 });

	// log(weight · density) of every Gaussian, x² and x times what each asks for; then its share of the frame.
	const byGaussian = (value: (g: Background[number], i: number) => number): string =>
		doubles(Array.from({ length: f }, (_, i) => background.map((g) => value(g, i))).flat(), [f, c]);
	const squares = graph.node("MatMul", [
		graph.node("Mul", [x, x]),
		byGaussian(({ precision }, i) => -0.5 * (precision[i] as number)),
	]);
	const products = graph.node("MatMul", [
		x,
		byGaussian(({ mean, precision }, i) => (mean[i] as number) * (precision[i] as number)),
	]);
	const offsets = background.map(
		({ logWeight, logScale, mean, precision }) =>
			logWeight + logScale - 0.5 * mean.reduce((sum, m, i) => sum + m * m * (precision[i] as number), 0),
	);
	const logs = graph.node("Add", [graph.node("Add", [squares, products]), doubles(offsets, [c])]);
	const shares = graph.node("Transpose", [graph.node("Softmax", [logs], { axis: 1 })], { perm: [1, 0] });

	const occupancies = graph.node("ReduceSum", [shares, graph.ints([1])]);
	const means = doubles(
		background.flatMap(({ mean }) => [...mean]),
		[c, f],
	);
	const scales = doubles(
		background.flatMap(({ precision }) => Array.from(precision, Math.sqrt)),
		[c, f],
	);
	const away = graph.node("Sub", [
		graph.node("MatMul", [shares, x]),
		graph.node("Mul", [occupancies, means]),
	]);
	const firstOrder = graph.node("Reshape", [graph.node("Mul", [away, scales]), graph.ints([1, -1])]);

	const stored = float16Bits(Float32Array.from(matrix));
	const directions = graph.node(
		"Cast",
		[graph.constant({ type: "float16", dims: [c * f, d], data: stored })],
		{ to: float64 },
	);
	const b = graph.node("MatMul", [firstOrder, directions]);
	// T_cᵀ T_c depends on constants alone: a runtime computes it once, when it opens the file.
	const byComponent = graph.node("Reshape", [directions, graph.ints([c, f, d])]);
	const gram = graph.node("MatMul", [
		graph.node("Transpose", [byComponent], { perm: [0, 2, 1] }),
		byComponent,
	]);
	const weighted = graph.node("MatMul", [
		graph.node("Transpose", [occupancies], { perm: [1, 0] }),
		graph.node("Reshape", [gram, graph.ints([c, d * d])]),
	]);
	const identity = graph.constant({
		type: "uint8",
		dims: [d, d],
		data: Uint8Array.from({ length: d * d }, (_, k) => (k % (d + 1) === 0 ? 1 : 0)),
	});
	const precision = graph.node("Add", [
		graph.node("Reshape", [weighted, graph.ints([d, d])]),
		graph.node("Cast", [identity], { to: float64 }),
	]);
	const mean = solve(graph, precision, b, d);

	const centred = graph.node("Sub", [mean, doubles(normaliser.mean, [1, d])]);
	const white = graph.node("MatMul", [centred, doubles(invertLowerTransposed(normaliser.factor, d), [d, d])]);
	const length = graph.node("Sqrt", [
		graph.node("ReduceSum", [graph.node("Mul", [white, white]), graph.ints([1])]),
	]);
	const scaling = graph.node("Div", [
		doubles([Math.sqrt(d)], []),
		graph.node("Max", [length, doubles([1e-30], [])]),
	]);
	return graph.node("Cast", [graph.node("Mul", [white, scaling])], { to: 1 });
}

/** The solution of A w = b by conjugate gradients; A symmetric positive definite `[d, d]`, b and w `[1, d]`. */
function solve(graph: GraphBuilder, a: string, b: string, d: number): string {
	const name = `${b}/solve`;
	const inner = createGraphBuilder(name);
	const row = [1, d];
	inner.input(`${name}/step`, [], "int64");
	inner.input(`${name}/continue`, [], "bool");
	const [w, residual, direction] = (["w", "residual", "direction"] as const).map((part) =>
		inner.input(`${name}/${part}`, row, "float64"),
	) as [string, string, string];
	const square = (value: string, other = value): string =>
		inner.node("ReduceSum", [inner.node("Mul", [value, other]), inner.ints([1])]);
	/** Once nothing is left, a quotient of zeros must be none. */
	const quotient = (above: string, below: string): string =>
		inner.node("Div", [
			above,
			inner.node("Max", [
				below,
				inner.constant({ type: "float64", dims: [], data: Float64Array.of(1e-300) }),
			]),
		]);
	const turned = inner.node("MatMul", [direction, a]);
	const before = square(residual);
	const far = quotient(before, square(direction, turned));
	const left = inner.node("Sub", [residual, inner.node("Mul", [far, turned])]);
	const more = quotient(square(left), before);
	inner.output(`${name}/goOn`, `${name}/continue`, [], "bool");
	inner.output(`${name}/nextW`, inner.node("Add", [w, inner.node("Mul", [far, direction])]), row, "float64");
	inner.output(`${name}/nextResidual`, left, row, "float64");
	inner.output(
		`${name}/nextDirection`,
		inner.node("Add", [left, inner.node("Mul", [more, direction])]),
		row,
		"float64",
	);
	const steps = graph.constant({ type: "int64", dims: [], data: BigInt64Array.of(BigInt(d)) });
	const always = graph.constant({ type: "bool", dims: [], data: Uint8Array.of(1) });
	const nothing = graph.constant({ type: "float64", dims: row, data: new Float64Array(d) });
	const [solution = ""] = graph.nodes(
		"Loop",
		[steps, always, nothing, b, b],
		{ body: { graph: inner.build() } },
		{ outputs: 3 },
	);
	return solution;
}
