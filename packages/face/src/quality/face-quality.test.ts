import { describe, expect, it } from "vitest";
import { type FaceQuality, faceDoubts, greyStatistics } from "./face-quality.ts";

const good: FaceQuality = { eyeDistance: 60, sharpness: 0.6, brightness: 120, contrast: 50, outside: 0 };
const ahead = { yaw: 0, pitch: 0, roll: 0 };

describe("faceDoubts", () => {
	it("has none about a good face, however it leans", () => {
		expect(faceDoubts(good, { ...ahead, roll: 45 })).toEqual([]);
	});

	it.each([
		["too-small", { eyeDistance: 8 }, {}],
		["half-outside", { outside: 0.3 }, {}],
		["turned-away", {}, { yaw: -60 }],
		["turned-away", {}, { pitch: 50 }],
		["too-dark", { brightness: 15 }, {}],
		["too-dark", { contrast: 4 }, {}],
		["blurred", { sharpness: 0.08 }, {}],
	] as const)("names %s", (reason, quality, pose) => {
		expect(faceDoubts({ ...good, ...quality }, { ...ahead, ...pose })).toEqual([reason]);
	});

	it("names all that is wrong, the gravest first", () => {
		expect(faceDoubts({ ...good, eyeDistance: 5, sharpness: 0.1 }, { ...ahead, yaw: 70 })).toEqual([
			"too-small",
			"turned-away",
			"blurred",
		]);
	});
});

describe("greyStatistics", () => {
	it("measures by hand: a chessboard is sharp, a slope is not", () => {
		const board = Uint8Array.from({ length: 64 }, (_, i) => (((i >> 3) + i) % 2 === 0 ? 100 : 140));
		const chess = greyStatistics({ width: 8, height: 8, data: board });
		expect(chess.brightness).toBe(120);
		expect(chess.contrast).toBe(20);
		// Every neighbour differs by 40: the Laplacian is 160 everywhere, eight times the deviation.
		expect(chess.sharpness).toBeCloseTo(8, 9);
		const slope = Uint8Array.from({ length: 64 }, (_, i) => 10 * (i % 8));
		expect(greyStatistics({ width: 8, height: 8, data: slope }).sharpness).toBe(0);
	});

	it("is 0 for a flat picture", () => {
		const flat = greyStatistics({ width: 4, height: 4, data: new Uint8Array(16).fill(7) });
		expect(flat).toEqual({ sharpness: 0, brightness: 7, contrast: 0 });
	});
});
