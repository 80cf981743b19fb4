import {
	appendNetwork,
	appendResize2d,
	createGraphBuilder,
	type GraphBuilder,
	type QuantizedKernels,
	usedParts,
	type WeightStorage,
	type Weights,
	writeOnnx,
} from "@undertone/onnx";
import {
	type FaceHead,
	type FaceNetworkOptions,
	faceNetwork,
	faceSide,
	voteClasses,
} from "./face-network.ts";

/** One way to look at a picture. */
export interface FaceView {
	/** Only the middle so many pixels wide and high, enlarged to the whole. */
	readonly middle: number;
	readonly mirrored: boolean;
}

/** A picture as it is, and its mirror image. */
export const bothSides: readonly FaceView[] = [
	{ middle: faceSide, mirrored: false },
	{ middle: faceSide, mirrored: true },
];

/** A trained network and how it looks at a picture. */
interface FaceGraphNetwork {
	readonly network: FaceNetworkOptions;
	readonly weights: Weights;
	/** The ways in which it looks at a picture; {@link bothSides} by default. */
	readonly views?: readonly FaceView[] | undefined;
	/** Kernels that are quantized already, see `quantizeForPictures`; the others go to the nearest. */
	readonly quantized?: QuantizedKernels | undefined;
}

/** What a face graph is made of. */
export interface FaceGraphParts {
	readonly classes: number;
	/** The logits of all their looks are averaged. */
	readonly networks: readonly FaceGraphNetwork[];
	/** How kernels and matrices are stored; in half precision by default. */
	readonly storage?: WeightStorage | undefined;
	/** Divides the logits. */
	readonly temperature: number;
	readonly head: FaceHead;
}

/**
 * Face networks for use: every picture is standardised by itself, each network looks at it in its ways, and the logits
 * of all looks are averaged.
 *
 * Inputs: `image` float32 `[N, 1, 48, 48]`, grey in any linear scale; `views` int64 `[2]`, the first and the end of
 * the looks that are taken, counted network by network, an end beyond the last meaning all: what is not taken costs
 * nothing. Output `probabilities` `[N, labels]`.
 */
export function faceGraph({
	classes,
	networks,
	storage = "float16",
	temperature,
	head,
}: FaceGraphParts): Uint8Array<ArrayBuffer> {
	const graph = createGraphBuilder("face");
	const image = graph.input("image", ["N", 1, faceSide, faceSide]);
	const [from, to] = graph.nodes(
		"Split",
		[graph.input("views", [2], "int64")],
		{ num_outputs: 2 },
		{ outputs: 2 },
	);
	const axes = graph.ints([1, 2, 3]);
	const centered = graph.node("Sub", [image, graph.node("ReduceMean", [image, axes])]);
	const variance = graph.node("ReduceMean", [graph.node("Mul", [centered, centered]), axes]);
	const deviation = graph.node("Sqrt", [graph.node("Add", [variance, graph.floats(1e-5)])]);
	const standard = graph.node("Div", [centered, deviation]);
	const many = head === "label" ? classes : voteClasses;
	const looks = new Map<string, string>();
	const look = (view: FaceView): string => {
		const key = `${view.middle} ${view.mirrored}`;
		const known = looks.get(key) ?? graph.node("Unsqueeze", [lookAt(graph, standard, view), graph.ints([0])]);
		looks.set(key, known);
		return known;
	};
	let before = 0;
	const logits = networks.map(({ network, weights, views = bothSides, quantized }) => {
		const all = graph.node("Concat", views.map(look), { axis: 0 });
		// Of this network's looks; none where only others are taken.
		const [first, end] = [from, to].map((bound) =>
			graph.node("Max", [graph.node("Sub", [bound as string, graph.ints([before])]), graph.ints([0])]),
		);
		before += views.length;
		const taken = graph.node("Slice", [all, first as string, end as string, graph.ints([0])]);
		const definition = faceNetwork(classes, network, { head, votes: false });
		const pictures = graph.node("Reshape", [taken, graph.ints([-1, 1, faceSide, faceSide])]);
		const answers = appendNetwork(graph, definition, { image: pictures }, weights, { storage, quantized });
		const looksAndPictures = graph.node("Shape", [taken], { start: 0, end: 2 });
		const shape = graph.node("Concat", [looksAndPictures, graph.ints([many])], { axis: 0 });
		return graph.node("Reshape", [answers, shape], { allowzero: 1 });
	});
	const together = graph.node("Concat", logits, { axis: 0 });
	const mean = graph.node("ReduceMean", [together, graph.ints([0])], { keepdims: 0 });
	const scaled = graph.node("Div", [mean, graph.floats(temperature)]);
	graph.output("probabilities", graph.node("Softmax", [scaled], { axis: 1 }), ["N", many]);
	return writeOnnx(usedParts(graph.build()));
}

function lookAt(graph: GraphBuilder, picture: string, { middle, mirrored }: FaceView): string {
	let seen = picture;
	if (mirrored) {
		const turned = [[faceSide - 1], [-faceSide - 1], [3], [-1]].map((values) => graph.ints(values));
		seen = graph.node("Slice", [seen, ...turned]);
	}
	if (middle === faceSide) return seen;
	const from = (faceSide - middle) / 2;
	const cut = [
		[from, from],
		[from + middle, from + middle],
		[2, 3],
	].map((values) => graph.ints(values));
	return appendResize2d(graph, graph.node("Slice", [seen, ...cut]), [faceSide, faceSide]);
}
