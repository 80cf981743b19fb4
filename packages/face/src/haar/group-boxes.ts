import type { Box } from "../image.ts";
import type { HaarDetection } from "./detect-haar.ts";

/**
 * Merges windows that mean the same face: similar boxes (all four edges within a fifth of the mean size) form
 * a class, classes of at least `minNeighbours` become their mean box, and a box inside a surer one is dropped.
 *
 * @returns Surest first.
 * @see OpenCV's documentation of `groupRectangles` (the rule, not the code)
 */
export function groupBoxes(boxes: readonly Box[], minNeighbours: number): HaarDetection[] {
	const classes = partition(boxes);
	const merged = classes
		.filter((members) => members.length >= Math.max(1, minNeighbours))
		.map((members) => ({ box: meanBox(members), neighbours: members.length }))
		.sort((a, b) => b.neighbours - a.neighbours);
	return merged.filter(
		(candidate, i) => !merged.slice(0, i).some((surer) => contains(surer.box, candidate.box)),
	);
}

function partition(boxes: readonly Box[]): Box[][] {
	const parent = boxes.map((_, i) => i);
	const find = (i: number): number => {
		let at = i;
		while (parent[at] !== at) at = parent[at] as number;
		parent[i] = at;
		return at;
	};
	for (let i = 0; i < boxes.length; i++) {
		for (let j = 0; j < i; j++) {
			if (similar(boxes[i] as Box, boxes[j] as Box)) parent[find(i)] = find(j);
		}
	}
	const classes = new Map<number, Box[]>();
	for (const [i, box] of boxes.entries()) {
		const root = find(i);
		classes.set(root, [...(classes.get(root) ?? []), box]);
	}
	return [...classes.values()];
}

function similar(a: Box, b: Box): boolean {
	const delta = 0.2 * 0.5 * (Math.min(a.width, b.width) + Math.min(a.height, b.height));
	return (
		Math.abs(a.x - b.x) <= delta &&
		Math.abs(a.y - b.y) <= delta &&
		Math.abs(a.x + a.width - b.x - b.width) <= delta &&
		Math.abs(a.y + a.height - b.y - b.height) <= delta
	);
}

function meanBox(boxes: readonly Box[]): Box {
	const mean = (key: keyof Box): number => boxes.reduce((total, box) => total + box[key], 0) / boxes.length;
	return { x: mean("x"), y: mean("y"), width: mean("width"), height: mean("height") };
}

function contains(outer: Box, inner: Box): boolean {
	const slack = 0.2 * outer.width;
	return (
		inner.x >= outer.x - slack &&
		inner.y >= outer.y - slack &&
		inner.x + inner.width <= outer.x + outer.width + slack &&
		inner.y + inner.height <= outer.y + outer.height + slack
	);
}
