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

/** One way to look at a picture, from one place or from several: what `views` of a model file counts are the looks. */
export interface FaceView {
	/** Only the middle so many pixels wide and high, enlarged to the whole. */
	readonly middle: number;
	readonly mirrored: boolean;
	/**
	 * It is looked at from its place and from every other up to so many pixels to either side, above and below, the
	 * picture's edge going on: `(2 · moved + 1)²` looks; 0 by default. What a network that halves its picture says
	 * depends on where the halves fall (Zhang, 2019, arXiv:1904.11486), and the mean over places does so less.
	 */
	readonly moved?: number | undefined;
}

/** A view from one place. */
interface FaceLook {
	readonly middle: number;
	readonly mirrored: boolean;
	/** Pixels by which it is looked at further to the right and further down. */
	readonly right: number;
	readonly down: number;
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
	/** How it looks at a picture; {@link bothSides} by default. */
	readonly views?: readonly FaceView[] | undefined;
	/** Kernels that are quantized already, see `quantizeForPictures`; the others go to the nearest. */
	readonly quantized?: QuantizedKernels | undefined;
}

/** What a face graph is made of. */
export interface FaceGraphParts {
	readonly classes: number;
	/** The logits of each one's looks are averaged, and these means. */
	readonly networks: readonly FaceGraphNetwork[];
	/** How kernels and matrices are stored; in half precision by default. */
	readonly storage?: WeightStorage | undefined;
	/** Divides the logits. */
	readonly temperature: number;
	readonly head: FaceHead;
}

/** How often a picture is looked at in these views. */
export function countLooks(views: readonly FaceView[]): number {
	return views.reduce((sum, { moved = 0 }) => sum + (2 * moved + 1) ** 2, 0);
}

/**
 * Every look of these views, those from the middle first: a live camera's frames, which are looked at once each, begin
 * with them, and take turns among the views.
 */
function looksOf(views: readonly FaceView[]): FaceLook[] {
	const looks = views.flatMap(({ middle, mirrored, moved = 0 }) => {
		const steps = Array.from({ length: 2 * moved + 1 }, (_, i) => i - moved);
		return steps.flatMap((down) => steps.map((right) => ({ middle, mirrored, right, down })));
	});
	const rank = ({ right, down }: FaceLook): number[] => [right ** 2 + down ** 2, down, right];
	return looks.toSorted((one, other) => {
		const [a, b] = [rank(one), rank(other)];
		return a.map((value, i) => value - (b[i] as number)).find((difference) => difference !== 0) ?? 0;
	});
}

/**
 * Face networks for use: every picture is standardised by itself, each network looks at it in its ways, and the logits
 * of its looks are averaged, then those of the networks.
 *
 * Inputs: `image` float32 `[N, 1, 48, 48]`, grey in any linear scale; `views` int64 `[2]`, the first and the end of
 * the looks that are taken, counted network by network, an end beyond the last meaning all: what is not taken costs
 * nothing, and counts for nothing. Output `probabilities` `[N, labels]`.
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
	const known = new Map<string, string>();
	const look = (one: FaceLook): string => {
		const key = JSON.stringify(one);
		const seen = known.get(key) ?? graph.node("Unsqueeze", [lookAt(graph, standard, one), graph.ints([0])]);
		known.set(key, seen);
		return seen;
	};
	let before = 0;
	const logits = networks.map(({ network, weights, views = bothSides, quantized }) => {
		const own = graph.node("Concat", looksOf(views).map(look), { axis: 0 });
		// Of this network's looks; none where only others are taken.
		const [first, end] = [from, to].map((bound) =>
			graph.node("Max", [graph.node("Sub", [bound as string, graph.ints([before])]), graph.ints([0])]),
		);
		before += countLooks(views);
		const taken = graph.node("Slice", [own, first as string, end as string, graph.ints([0])]);
		const definition = faceNetwork(classes, network, { head, votes: false });
		const pictures = graph.node("Reshape", [taken, graph.ints([-1, 1, faceSide, faceSide])]);
		const answers = appendNetwork(graph, definition, { image: pictures }, weights, { storage, quantized });
		const looksAndPictures = graph.node("Shape", [taken], { start: 0, end: 2 });
		const shape = graph.node("Concat", [looksAndPictures, graph.ints([many])], { axis: 0 });
		return graph.node("Reshape", [answers, shape], { allowzero: 1 });
	});
	const together = graph.node("Concat", logits, { axis: 0 });
	// Of every look, so that each network counts as much, however often it looks.
	const shares = networks.flatMap(({ views = bothSides }) => {
		const count = countLooks(views);
		return Array.from({ length: count }, () => 1 / count);
	});
	const sharesOfAll = graph.floats(shares, [shares.length, 1, 1]);
	const sharesTaken = graph.node("Slice", [sharesOfAll, from as string, to as string, graph.ints([0])]);
	const [sum, total] = [graph.node("Mul", [together, sharesTaken]), sharesTaken].map((each) =>
		graph.node("ReduceSum", [each, graph.ints([0])], { keepdims: 0 }),
	);
	const mean = graph.node("Div", [sum as string, total as string]);
	const scaled = graph.node("Div", [mean, graph.floats(temperature)]);
	graph.output("probabilities", graph.node("Softmax", [scaled], { axis: 1 }), ["N", many]);
	return writeOnnx(usedParts(graph.build()));
}

function lookAt(graph: GraphBuilder, picture: string, { middle, mirrored, right, down }: FaceLook): string {
	let seen = picture;
	if (mirrored) {
		const turned = [[faceSide - 1], [-faceSide - 1], [3], [-1]].map((values) => graph.ints(values));
		seen = graph.node("Slice", [seen, ...turned]);
	}
	const off = Math.max(Math.abs(right), Math.abs(down));
	if (middle === faceSide && off === 0) return seen;
	if (off > 0) {
		seen = graph.node("Pad", [seen, graph.ints([0, 0, off, off, 0, 0, off, off])], { mode: "edge" });
	}
	const [top, left] = [down, right].map((step) => off + step + (faceSide - middle) / 2) as [number, number];
	const cut = [
		[top, left],
		[top + middle, left + middle],
		[2, 3],
	].map((values) => graph.ints(values));
	const part = graph.node("Slice", [seen, ...cut]);
	return middle === faceSide ? part : appendResize2d(graph, part, [faceSide, faceSide]);
}
