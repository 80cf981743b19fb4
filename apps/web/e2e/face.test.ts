import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExpressionClassifier, createFaceRecognizer, type FaceAnalysis } from "@undertone/recognize";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cameraFilm, make, shared, video } from "./film.ts";
import { executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

const task = join(shared, "face/face-landmarker/face_landmarker.task");
const model = join(import.meta.dirname, "../../../models/face.onnx");
const ffmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
const able = executablePath !== undefined && ffmpeg && existsSync(video);

interface FaceJson {
	readonly frames: readonly {
		readonly time: number;
		readonly width: number;
		readonly height: number;
		readonly faces: readonly {
			readonly box: {
				readonly x: number;
				readonly y: number;
				readonly width: number;
				readonly height: number;
			};
			readonly actionUnits: Record<string, number>;
			readonly label: string | null;
			readonly scores: Record<string, number> | null;
		}[];
	}[];
}

/** What the command line says of pictures: the same recogniser, on what ffmpeg decodes. */
async function seenInNode(files: readonly string[], width: number, height: number): Promise<FaceAnalysis[]> {
	const recognizer = await createFaceRecognizer({
		expression: await createExpressionClassifier(readFileSync(model)),
	});
	const seen: FaceAnalysis[] = [];
	for (const file of files) {
		const run = spawnSync(
			"ffmpeg",
			["-v", "error", "-i", file, "-f", "rawvideo", "-pix_fmt", "rgba", "-frames:v", "1", "-"],
			{ maxBuffer: 2 ** 28 },
		);
		seen.push(
			await recognizer.analyze({ width, height, data: new Uint8Array(run.stdout) }, { thorough: true }),
		);
	}
	await recognizer.release();
	return seen;
}

/** The largest difference between two sets of numbers by name. */
function apart(
	a: Readonly<Record<string, number>> | null | undefined,
	b: Readonly<Record<string, number>> | null | undefined,
): number {
	const names = Object.keys(a ?? {});
	if (names.length === 0 || names.length !== Object.keys(b ?? {}).length) return Number.NaN;
	return Math.max(...names.map((name) => Math.abs((a?.[name] ?? Number.NaN) - (b?.[name] ?? Number.NaN))));
}

/** A JPEG that says to be shown turned by a quarter to the right (EXIF orientation 6). */
function exifTurned(jpeg: Buffer): Buffer {
	const tiff = "49492a0008000000 0100 1201 0300 01000000 06000000 00000000";
	const exif = Buffer.from(`ffe10022457869660000${tiff.replaceAll(" ", "")}`, "hex");
	return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/** An MP4 that says of its one track: show me turned by a quarter to the left (ISO/IEC 14496-12, `tkhd` version 0). */
function turnedLeft(mp4: Buffer): Buffer {
	const matrix = mp4.indexOf("tkhd") + 4 + 40;
	for (const [i, value] of [0, -65_536, 0, 65_536, 0].entries()) mp4.writeInt32BE(value, matrix + 4 * i);
	return mp4;
}

/** The choice of a picture or video, beside that of face_landmarker.task. */
const picture = "input[accept^='image']";

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
		// The film's colours are named nowhere in it: else Chromium changes them to the screen's.
		const colours = "setparams=color_primaries=unknown:color_trc=unknown:colorspace=unknown";
		make("-ss", "15", "-i", video, "-vf", colours, "-frames:v", "1", file("smile.png"));
		make("-f", "lavfi", "-i", "color=gray:s=320x240", "-frames:v", "1", file("nobody.png"));
		make("-f", "lavfi", "-i", "color=black:s=320x240", "-frames:v", "1", file("black.png"));
		make("-ss", "13", "-t", "3", "-i", video, "-an", "-c:v", "copy", file("short.mp4"));
		make(...cameraFilm(video), file("camera.mjpeg"));
		studio = await openStudio({}, { camera: file("camera.mjpeg") });
		page = studio.page;
	});
	afterAll(async () => {
		await studio?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** Chooses a file, and waits until the page is about it. */
	async function choose(name: string): Promise<void> {
		await page.setInputFiles(picture, file(name));
		await page.getByRole("region", { name: `: ${name}` }).waitFor({ timeout: 120_000 });
	}

	it("finds the face of a picture and says in words that it smiles", async () => {
		await page.goto(`${studio.server.url}/faces`);
		expect(await seriousViolations(page)).toEqual([]);
		await choose("smile.jpg");
		await page.getByText(/Moves:.*lip corners pulled up/).waitFor({ timeout: 90_000 });
		expect(await seriousViolations(page)).toEqual([]);
		const { frames } = await exported(page);
		const [face, ...others] = frames[0]?.faces ?? [];
		expect(others).toEqual([]);
		// She is in the right half of the picture, by eye.
		expect((face?.box.x ?? 0) + (face?.box.width ?? 0) / 2).toBeGreaterThan(320);
		expect(face?.actionUnits["12"]).toBeGreaterThan(0.3);
	});

	it("says of a frame what the command line says of it", async () => {
		await choose("smile.png");
		await page.getByText(/Moves:.*lip corners pulled up/).waitFor();
		const [inPage] = (await exported(page)).frames[0]?.faces ?? [];
		const [inNode] = (await seenInNode([file("smile.png")], 640, 360))[0]?.faces ?? [];
		expect(inPage?.label).toBe(inNode?.label);
		// The same pixels by the same code: what differs is the order of sums in two builds of onnxruntime, and the
		// three and six decimals of the export.
		expect(apart(inPage?.scores, inNode?.scores)).toBeLessThan(2e-3);
		expect(apart(inPage?.actionUnits, inNode?.actionUnits as Record<string, number>)).toBeLessThan(2e-3);
	});

	it("says that there is no face, or that it is too dark to see one", async () => {
		await choose("nobody.png");
		await page.getByText("No face was found.").waitFor();
		await choose("black.png");
		await page.getByText("The picture is too dark.").waitFor();
	});

	it("says in words that a text is no picture", async () => {
		await page.setInputFiles(picture, {
			name: "letter.jpg",
			mimeType: "image/jpeg",
			buffer: Buffer.from("Dear reader"),
		});
		await page
			.getByRole("alert")
			.getByText(/"letter\.jpg" cannot be read as a picture/)
			.waitFor();
	});

	it("takes a picture of one pixel, an animation's first frame, one turned by EXIF, and one of 108 million pixels", async () => {
		const look = async (name: string): Promise<FaceJson["frames"][number] | undefined> => {
			await choose(name);
			await page.getByText(/Moves:.*lip corners pulled up/).waitFor({ timeout: 120_000 });
			return (await exported(page)).frames[0];
		};
		make(
			"-f",
			"lavfi",
			"-i",
			"color=red:s=2x2",
			"-vf",
			"format=rgb24,scale=1:1",
			"-frames:v",
			"1",
			file("pixel.png"),
		);
		await choose("pixel.png");
		await page.getByText("No face was found.").waitFor();
		make("-ss", "15", "-t", "1", "-i", video, "-vf", "fps=5", file("smile.gif"));
		expect((await look("smile.gif"))?.faces).toHaveLength(1);
		make("-i", file("smile.jpg"), "-vf", "transpose=2", file("left.jpg"));
		writeFileSync(file("exif.jpg"), exifTurned(readFileSync(file("left.jpg"))));
		const turned = await look("exif.jpg");
		expect([turned?.width, turned?.height]).toEqual([640, 360]);
		make("-i", file("smile.jpg"), "-vf", "scale=12000:6750,pad=12000:9000", "-q:v", "8", file("huge.jpg"));
		const huge = await look("huge.jpg");
		expect([huge?.width, huge?.height, huge?.faces.length]).toEqual([2560, 1920, 1]);
	});

	it("looks at a video frame by frame and shows what changes", async () => {
		await choose("short.mp4");
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

	it("sees in the frames of a video what the command line sees", async () => {
		const { frames } = await exported(page);
		const chosen = frames.filter((_, i) => i % 5 === 2);
		const files = chosen.map(({ time }, i) => {
			make("-ss", String(time), "-i", file("short.mp4"), "-frames:v", "1", file(`frame-${i}.png`));
			return file(`frame-${i}.png`);
		});
		const inNode = await seenInNode(files, 640, 360);
		// Two decoders turn the film into colours, each in its own way, and a frame's neighbour may be taken: more may
		// lie between the two than in a picture, but not another expression.
		for (const [i, { faces }] of chosen.entries()) {
			expect(apart(faces[0]?.scores, inNode[i]?.faces[0]?.scores)).toBeLessThan(0.15);
		}
		expect(chosen.map(({ faces }) => faces[0]?.label)).toEqual(inNode.map(({ faces }) => faces[0]?.label));
	});

	it("shows a film upright that a phone took in portrait", async () => {
		const shape = "crop=240:360:360:0,transpose=1";
		make("-ss", "15", "-t", "1", "-i", video, "-an", "-vf", shape, "-pix_fmt", "yuv420p", file("stored.mp4"));
		writeFileSync(file("portrait.mp4"), turnedLeft(readFileSync(file("stored.mp4"))));
		await choose("portrait.mp4");
		await page.getByText(/\d+ frames were looked at/).waitFor({ timeout: 120_000 });
		const { frames } = await exported(page);
		expect([frames[0]?.width, frames[0]?.height]).toEqual([240, 360]);
		expect(frames.every(({ faces }) => faces.length === 1)).toBe(true);
	});

	it("says of a video that holds sound only that there is no picture in it", async () => {
		make("-f", "lavfi", "-i", "sine=440", "-t", "1", file("sound.mp4"));
		await choose("sound.mp4");
		await page.getByText("There is no picture in it, only sound.").waitFor();
	});

	it.skipIf(!existsSync(task))(
		"uses face_landmarker.task where the user has it, and refuses another file (needs it in ../shared)",
		async () => {
			await choose("smile.png");
			await page.getByText("Moves:").waitFor();
			await page.getByText("Use MediaPipe's face_landmarker.task").click();
			await page.setInputFiles("input[accept='.task']", file("smile.png"));
			await page.getByText(/face_landmarker\.task must be MediaPipe's, float16, version 1/).waitFor();
			await page.setInputFiles("input[accept='.task']", task);
			await page.getByText("In use: 478 points").waitFor({ timeout: 60_000 });
			expect(await seriousViolations(page)).toEqual([]);
			// Blendshapes carry unit 12 as the regressor does; that the picture was looked at anew shows in its number.
			await page.getByText(/Moves:.*lip corners pulled up/).waitFor({ timeout: 60_000 });
			const [face] = (await exported(page)).frames[0]?.faces ?? [];
			const [without] = (await seenInNode([file("smile.png")], 640, 360))[0]?.faces ?? [];
			expect(face?.actionUnits["12"]).toBeGreaterThan(0.3);
			expect(face?.actionUnits["12"]).not.toBe(without?.actionUnits[12]);
		},
	);

	it("keeps what was seen in the history of who wants it, shows it without the picture, and deletes it", async () => {
		const { url } = studio.server;
		const post = { headers: { origin: url } };
		const account = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };
		await page.request.post(`${url}/api/auth/sign-up/email`, { ...post, data: account });
		await page.request.put(`${url}/api/v1/settings`, { ...post, data: { purpose: "agreed" } });
		for (const [name, seen] of [
			["smile.png", /Moves:/],
			["short.mp4", /\d+ frames were looked at/],
		] as const) {
			await page.goto(`${url}/faces`);
			await choose(name);
			await page.getByText(seen).waitFor({ timeout: 150_000 });
			await page.getByRole("button", { name: "Keep it in my history" }).click();
			await page.waitForURL(/\/result\/[0-9a-f-]{36}$/);
			await page.getByText("was not kept: these are the places of its faces.").waitFor();
			const words = await page.locator(".headline").first().textContent();
			expect(words).toMatch(/^(Looks (most like .+|neutral) \(\d+ %\)|Not sure)$/);
			const card = page.getByRole("link", { name: /^face@\d+$/ });
			expect(await card.getAttribute("href")).toBe("/model/face");
			await page
				.getByText(/Moves:/)
				.first()
				.waitFor();
			expect(await seriousViolations(page)).toEqual([]);
		}
		await page.getByRole("img", { name: "Lip corners pulled up over time" }).waitFor();
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "JSON", exact: true }).click(),
		]);
		expect(JSON.parse(readFileSync(await download.path(), "utf8"))).toMatchObject({ file: "short.mp4" });
		await page.goto(`${url}/history`);
		await page.getByText(/Faces of a video · \d\.\d s · /).waitFor();
		await page.getByText(/Faces of a picture · (Looks|Not sure)/).waitFor();
		const everything = await (await page.request.get(`${url}/api/v1/export`)).json();
		const kept = (everything as { analyses: { kind: string; file: { name: string; size: number } }[] })
			.analyses;
		expect(kept.map(({ kind, file: { name } }) => `${kind} ${name}`)).toEqual([
			"face short.mp4",
			"face smile.png",
		]);
		await page.getByRole("link", { name: "smile.png" }).click();
		await page.getByRole("button", { name: "Delete this result" }).click();
		await page.getByRole("button", { name: "Delete it for good" }).click();
		await page.getByText("Faces of a video").waitFor();
		expect(await page.getByText("Faces of a picture").count()).toBe(0);
	});

	it("takes a picture with the camera", async () => {
		await page.goto(`${studio.server.url}/faces`);
		await page.getByRole("button", { name: "Use the camera" }).click();
		await page.waitForTimeout(1000);
		await page.getByRole("button", { name: "Take the picture" }).click();
		await page.getByText("Moves:").waitFor({ timeout: 60_000 });
	});

	it("asked no other site for anything, and no script failed on its way", () => {
		expect(studio.foreign).toEqual([]);
		expect(studio.faults).toEqual([]);
	});
});
