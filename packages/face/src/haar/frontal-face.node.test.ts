import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { readOpencvCascade } from "./cascade.ts";

describe("OpenCV's frontal face cascade, as the npm package tracking carries it", () => {
	it("has the 22 stages and 2,135 stumps of haarcascade_frontalface_alt", () => {
		const path = createRequire(import.meta.url).resolve(
			"tracking/assets/opencv_haarcascade_frontalface_alt.js",
		);
		const cascade = readOpencvCascade(readFileSync(path, "utf8"));
		expect([cascade.width, cascade.height, cascade.stages.length]).toEqual([20, 20, 22]);
		expect(cascade.stages.reduce((sum, stage) => sum + stage.stumps.length, 0)).toBe(2135);
	});
});
