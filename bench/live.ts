/**
 * How late the live page is, in Chromium on this machine: milliseconds from the end of a window to its label on the
 * screen, of work for a frame of the face, and of the page's own thread a frame. With a fake microphone that plays
 * speech; and again with a fake camera, where ffmpeg and the clip in ../shared/data/video are there.
 * Before it, what each stage of the voice costs
 * (bench/live-stages.ts). Run: `npm run bench -- live`, or `node bench/live.ts SECONDS`; by default 40 seconds each. The load of the machine is
 * printed beside it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openStudio } from "../apps/web/e2e/open-studio.ts";
import "./live-stages.ts";

const root = join(import.meta.dirname, "..");
const microphone = join(root, "packages/recognize/fixtures/two-phrases.wav");
const clip = join(root, "../shared/data/video/WolfgangLanger_Pexels.mp4");
const seconds = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 40);

async function measure(page: Page, url: string, camera: boolean): Promise<void> {
	await page.goto(`${url}/live`);
	if (camera) await page.getByRole("checkbox", { name: "Camera" }).click();
	await page.getByLabel(/Begin with 20 seconds/).click();
	await page.getByRole("button", { name: "Start" }).click();
	await page.getByText("Devices and measurements").click();
	await page.locator(".bar").first().waitFor({ timeout: 120_000 });
	await page.waitForTimeout(1000 * seconds);
	for (const row of await page.locator(".live-details tbody tr").all()) {
		const [what = "", half = "", most = "", count = ""] = await row.locator("td").allTextContents();
		console.log(
			`${what.padEnd(44)} half within ${half.padStart(8)}   95 % within ${most.padStart(8)}   n ${count}`,
		);
	}
	console.log(await page.locator(".live-details .card p").first().textContent());
}

const folder = mkdtempSync(join(tmpdir(), "undertone-bench-"));
const film = join(folder, "camera.mjpeg");
const filmed =
	existsSync(clip) &&
	spawnSync("ffmpeg", [
		"-v",
		"error",
		"-i",
		clip,
		"-an",
		"-vf",
		"scale=640:-2",
		"-r",
		"25",
		"-q:v",
		"4",
		film,
	]).status === 0;
try {
	for (const camera of filmed ? [false, true] : [false]) {
		const studio = await openStudio({}, camera ? { microphone, camera: film } : { microphone });
		try {
			console.log(camera ? "\nmicrophone and camera" : "microphone");
			await measure(studio.page, studio.server.url, camera);
		} finally {
			await studio.close();
		}
	}
	const load = (loadavg()[0] ?? 0).toFixed(1);
	console.log(`\nLoad of the machine in the last minute: ${load} on ${cpus().length} cores.`);
} finally {
	rmSync(folder, { recursive: true });
}
