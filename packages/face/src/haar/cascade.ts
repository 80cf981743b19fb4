import { UndertoneError } from "@undertone/core";

/** A boosted cascade of decision stumps on Haar-like features, in OpenCV's numbers. */
export interface HaarCascade {
	/** Size of the window it was trained on, pixels. */
	readonly width: number;
	readonly height: number;
	readonly stages: readonly HaarStage[];
}

export interface HaarStage {
	/** A window passes if the sum of the stumps' votes reaches this. */
	readonly threshold: number;
	readonly stumps: readonly HaarStump[];
}

export interface HaarStump {
	readonly rectangles: readonly HaarRectangle[];
	/** In units of the window's standard deviation times its area. */
	readonly threshold: number;
	readonly left: number;
	readonly right: number;
}

export interface HaarRectangle {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly weight: number;
}

interface OpencvNode {
	readonly feature: { readonly rects: readonly string[]; readonly tilted: string };
	readonly threshold: string;
	readonly left_val?: string;
	readonly right_val?: string;
}

interface OpencvCascade {
	readonly type_id: "opencv-haar-classifier";
	readonly size: string;
	readonly stages: readonly { readonly trees: readonly OpencvNode[][]; readonly stage_threshold: string }[];
}

/**
 * Reads a cascade in OpenCV's `opencv-haar-classifier` layout, written as JSON (as the npm package
 * `tracking` carries it, with or without the assignment in front).
 *
 * @throws {UndertoneError} `file-unreadable` if the text is not such a cascade, or holds trees deeper than
 * one split or tilted features, which this evaluation does not have.
 */
export function readOpencvCascade(text: string): HaarCascade {
	const parsed = parse(text);
	const [width, height] = numbers(parsed.size);
	if (width === undefined || height === undefined) throw unreadable(`size "${parsed.size}"`);
	return {
		width,
		height,
		stages: parsed.stages.map((stage) => ({
			threshold: Number(stage.stage_threshold),
			stumps: stage.trees.map(readStump),
		})),
	};
}

function parse(text: string): OpencvCascade {
	const from = text.indexOf("{");
	const to = text.lastIndexOf("}");
	try {
		const value = JSON.parse(text.slice(from, to + 1)) as OpencvCascade;
		if (value.type_id === "opencv-haar-classifier" && Array.isArray(value.stages)) return value;
	} catch (cause) {
		throw unreadable("text that is not JSON", cause);
	}
	throw unreadable("another layout");
}

function readStump(tree: readonly OpencvNode[]): HaarStump {
	const node = tree[0];
	if (node?.left_val === undefined || node.right_val === undefined || tree.length !== 1) {
		throw unreadable("a tree of more than one split");
	}
	if (node.feature.tilted !== "0") throw unreadable("a tilted feature");
	return {
		rectangles: node.feature.rects.map((rect) => {
			const [x = 0, y = 0, width = 0, height = 0, weight = 0] = numbers(rect);
			return { x, y, width, height, weight };
		}),
		threshold: Number(node.threshold),
		left: Number(node.left_val),
		right: Number(node.right_val),
	};
}

function numbers(text: string): number[] {
	return text.trim().split(/\s+/).map(Number);
}

function unreadable(given: string, cause?: unknown): UndertoneError {
	return new UndertoneError(
		"file-unreadable",
		`readOpencvCascade: the cascade must be OpenCV's "opencv-haar-classifier" made of upright stumps, got ${given}.`,
		{ cause },
	);
}
