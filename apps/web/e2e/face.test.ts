import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

const video = join(import.meta.dirname, "../../../../shared/data/video/WolfgangLanger_Pexels.mp4");
const ffmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
const able = executablePath !== undefined && ffmpeg && existsSync(video);

interface FaceJson {
	readonly frames: readonly {
		readonly time: number;
		readonly faces: readonly {
			readonly box: { readonly x: number; readonly width: number };
			readonly actionUnits: Record<string, number>;
		}[];
	}[];
}

function make(...options: string[]): void {
	const run = spawnSync("ffmpeg", ["-v", "error", "-y", ...options], { encoding: "utf8" });
	if (run.status !== 0) throw new Error(run.stderr);
}

async function exported(page: Page): Promise<FaceJson> {
	const [download] = await Promise.all([
		page.waitForEvent("download"),
		page.getByRole("button", { name: "Export JSON" }).click(),
	]);
	return JSON.parse(readFileSync(await download.path(), "utf8")) as FaceJson;
}

describe.skipIf(!able)("faces in Chromium (needs Chromium, ffmpeg and the clip in ../shared)", () => {
	let studio: OpenStudio;
	let page: Page;
	let folder = "";
	const file = (name: string): string => join(folder, name);

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "undertone-face-"));
		// A smile, nobody, nothing, a short video, and what the camera sees.
		make("-ss", "15", "-i", video, "-frames:v", "1", file("smile.jpg"));
		make("-f", "lavfi", "-i", "color=gray:s=320x240", "-frames:v", "1", file("nobody.png"));
		make("-f", "lavfi", "-i", "color=black:s=320x240", "-frames:v", "1", file("black.png"));
		make("-ss", "13", "-t", "3", "-i", video, "-an", "-c:v", "copy", file("short.mp4"));
		make(
			"-ss",
			"13",
			"-t",
			"4",
			"-i",
			video,
			"-an",
			"-vf",
			"scale=640:-2",
			"-r",
			"25",
			"-q:v",
			"4",
			file("camera.mjpeg"),
		);
		studio = await openStudio({}, { camera: file("camera.mjpeg") });
		page = studio.page;
	});
	afterAll(async () => {
		await studio?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it("finds the face of a picture and says in words that it smiles", async () => {
		await page.goto(`${studio.server.url}/faces`);
		expect(await seriousViolations(page)).toEqual([]);
		await page.setInputFiles("input[type=file]", file("smile.jpg"));
		await page.getByText(/Moves:.*lip corners pulled up/).waitFor({ timeout: 90_000 });
		expect(await seriousViolations(page)).toEqual([]);
		const { frames } = await exported(page);
		const [face, ...others] = frames[0]?.faces ?? [];
		expect(others).toEqual([]);
		// She is in the right half of the picture, by eye.
		expect((face?.box.x ?? 0) + (face?.box.width ?? 0) / 2).toBeGreaterThan(320);
		expect(face?.actionUnits["12"]).toBeGreaterThan(0.3);
	});

	it("says that there is no face, or that it is too dark to see one", async () => {
		await page.setInputFiles("input[type=file]", file("nobody.png"));
		await page.getByText("No face was found.").waitFor();
		await page.setInputFiles("input[type=file]", file("black.png"));
		await page.getByText("The picture is too dark.").waitFor();
	});

	it("says in words that a text is no picture", async () => {
		await page.setInputFiles("input[type=file]", {
			name: "letter.jpg",
			mimeType: "image/jpeg",
			buffer: Buffer.from("Dear reader"),
		});
		await page
			.getByRole("alert")
			.getByText(/"letter\.jpg" cannot be read as a picture/)
			.waitFor();
	});

	it("looks at a video frame by frame and shows what changes", async () => {
		await page.setInputFiles("input[type=file]", file("short.mp4"));
		await page.getByText(/\d+ frames were looked at/).waitFor({ timeout: 150_000 });
		await page.getByRole("img", { name: "Lip corners pulled up over time" }).waitFor();
		// The mesh lies over the video.
		const drawn = await page.evaluate<number>(`(() => {
			const canvas = document.querySelector(".face-stage canvas");
			const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
			return data.filter((value, i) => i % 4 === 3 && value > 0).length;
		})()`);
		expect(drawn).toBeGreaterThan(1000);
		expect(await seriousViolations(page)).toEqual([]);
		const { frames } = await exported(page);
		expect(frames.length).toBeGreaterThan(10);
		expect(frames.every(({ faces }) => faces.length === 1)).toBe(true);
	});

	it("takes a picture with the camera", async () => {
		await page.getByRole("button", { name: "Use the camera" }).click();
		await page.waitForTimeout(1000);
		await page.getByRole("button", { name: "Take the picture" }).click();
		await page.getByText("Moves:").waitFor({ timeout: 60_000 });
	});

	it("sees the face live, in whichever way the picture is shown, and goes on without the camera", async () => {
		await page.addInitScript(`{
			const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
			window.streams = [];
			navigator.mediaDevices.getUserMedia = async (constraints) => {
				const stream = await real(constraints);
				window.streams.push(stream);
				return stream;
			};
		}`);
		await page.goto(`${studio.server.url}/live`);
		await page.getByRole("checkbox", { name: "Camera" }).click();
		await page.getByLabel(/Begin with 20 seconds/).click();
		await page.getByRole("button", { name: "Start" }).click();
		await page.getByText(/Moves:.*lip/).waitFor({ timeout: 90_000 });
		await page.getByRole("button", { name: "Blurred" }).click();
		expect(await seriousViolations(page)).toEqual([]);
		await expect.poll(() => page.locator(".bar").count(), { timeout: 60_000 }).toBe(7);
		await page.evaluate(`{
			const track = window.streams.flatMap((stream) => stream.getVideoTracks())[0];
			track.stop();
			track.dispatchEvent(new Event("ended"));
		}`);
		await page
			.getByText("The camera was disconnected. It goes on when it is back. The microphone goes on.")
			.waitFor();
		await page.evaluate('navigator.mediaDevices.dispatchEvent(new Event("devicechange"))');
		await page.getByText("The camera was disconnected.").first().waitFor({ state: "detached" });
		await page.getByText(/Moves:.*lip/).waitFor({ timeout: 60_000 });
	});

	it("asked no other site for anything, and no script failed on its way", () => {
		expect(studio.foreign).toEqual([]);
		expect(studio.faults).toEqual([]);
	});
});
