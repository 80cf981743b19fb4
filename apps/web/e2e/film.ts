import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Data that is not in the repository. */
export const shared = join(import.meta.dirname, "../../../../shared/data");

/** A woman who smiles and talks, 20 seconds. */
export const video = join(shared, "video/WolfgangLanger_Pexels.mp4");

/** Options of ffmpeg for four seconds of a film as a fake camera plays them. */
export const cameraFilm = (path: string): string[] => [
	...["-ss", "13", "-t", "4", "-i", path, "-an"],
	...["-vf", "scale=640:-2", "-r", "25", "-q:v", "4"],
];

/** Makes a file by ffmpeg. */
export function make(...options: string[]): void {
	const run = spawnSync("ffmpeg", ["-v", "error", "-y", ...options], { encoding: "utf8" });
	if (run.status !== 0) throw new Error(run.stderr);
}
