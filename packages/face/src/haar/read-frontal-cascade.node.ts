import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type HaarCascade, readOpencvCascade } from "./cascade.ts";

/** OpenCV's `haarcascade_frontalface_alt`, from the npm package `tracking`. */
export async function readFrontalCascade(): Promise<HaarCascade> {
	const path = createRequire(import.meta.url).resolve(
		"tracking/assets/opencv_haarcascade_frontalface_alt.js",
	);
	return readOpencvCascade(await readFile(path, "utf8"));
}
