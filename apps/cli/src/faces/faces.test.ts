import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DrawnFace, drawFaces } from "@undertone/face/testing";
import { expressionModelFile } from "@undertone/recognize/testing/expression-model";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { workbench } from "../testing/workbench.ts";
import type { PictureLine, VideoLine } from "./analyze-face-file.ts";

const { folder, write } = workbench();
const model = write("face.onnx", expressionModelFile());
const withoutModel = { UNDERTONE_FACE_MODEL: "" };
const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
const one: DrawnFace = { x: 240, y: 230, scale: 16 };

function drawn(width: number, height: number, faces: readonly DrawnFace[]): ReturnType<typeof sharp> {
	const { data } = drawFaces(width, height, faces);
	return sharp(data, { raw: { width, height, channels: 4 } });
}

async function picture(name: string, image: ReturnType<typeof sharp>): Promise<string> {
	const path = join(folder, name);
	await image.toFile(path);
	return path;
}

async function lines<T = PictureLine>(...parameters: string[]): Promise<{ code: number | null; lines: T[] }> {
	const { code, out } = await runUndertone(["faces", "--json", "--model", model, ...parameters]);
	return {
		code,
		lines: out
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line) as T),
	};
}

/** An MP4 that says of its one track: show me turned by a quarter to the left (ISO/IEC 14496-12, `tkhd` version 0). */
function turnedLeft(mp4: Buffer): Buffer {
	const matrix = mp4.indexOf("tkhd") + 4 + 40;
	for (const [i, value] of [0, -65_536, 0, 65_536, 0].entries()) mp4.writeInt32BE(value, matrix + 4 * i);
	return mp4;
}

/** The middle of the first face. */
function middle({ faces }: PictureLine): [x: number, y: number] {
	const box = faces[0]?.box ?? { x: NaN, y: NaN, width: 0, height: 0 };
	return [box.x + box.width / 2, box.y + box.height / 2];
}

describe("undertone faces", () => {
	it("finds the same face in JPEG, PNG, WebP and the first frame of a GIF, a line each", async () => {
		const files = await Promise.all([
			picture("a.jpg", drawn(480, 480, [one])),
			picture("b.png", drawn(480, 480, [one])),
			picture("c.webp", drawn(480, 480, [one])),
			picture("d.gif", drawn(480, 480, [one])),
		]);
		const { code, lines: found } = await lines(...files);
		expect(code).toBe(0);
		expect(found.map(({ file }) => file)).toEqual(files);
		for (const line of found) {
			expect([line.width, line.height, line.faces.length]).toEqual([480, 480, 1]);
			// The drawn face reaches from 8.3 cm over its middle to 9.4 cm under it.
			expect(middle(line)).toBeCloseToArray([240, 230 + 0.5 * 16], { rtol: 0, atol: 20 });
			expect(line.faces[0]?.label).toBe("happy");
			expect(line.faces[0]?.landmarks).toBeUndefined();
			expect(line.model).toBe("expression-test@1");
		}
	});

	it("finds the same face by the Haar cascade, and knows no third detector", async () => {
		const path = await picture("haar.png", drawn(480, 480, [one]));
		const { code, lines: found } = await lines("--detector", "haar", path);
		expect(code).toBe(0);
		expect(found[0]?.faces).toHaveLength(1);
		expect(middle(found[0] as PictureLine)).toBeCloseToArray([240, 238], { rtol: 0, atol: 20 });
		expect(await runUndertone(["faces", path, "--detector", "dlib"])).toMatchObject({
			code: 2,
			err: expect.stringContaining('--detector must be one of blaze, haar, got "dlib"'),
		});
	});

	it("turns a picture as its EXIF orientation says", async () => {
		// Stored lying on its left side; orientation 6 says: turn clockwise.
		const lying = drawn(600, 480, [one]).rotate(-90).withMetadata({ orientation: 6 });
		const path = await picture("portrait.jpg", sharp(await lying.jpeg().toBuffer()).keepMetadata());
		const { lines: found } = await lines(path);
		expect([found[0]?.width, found[0]?.height]).toEqual([600, 480]);
		expect(middle(found[0] as PictureLine)).toBeCloseToArray([240, 238], { rtol: 0, atol: 20 });
	});

	it("gives places in a picture of 12,000 × 9,000 in its own pixels", async () => {
		const face = await drawn(2400, 2400, [{ x: 1200, y: 1150, scale: 80 }])
			.png()
			.toBuffer();
		const large = sharp({ create: { width: 12_000, height: 9000, channels: 3, background: "#667788" } });
		const path = await picture("large.jpg", large.composite([{ input: face, left: 6000, top: 3000 }]));
		const { code, lines: found } = await lines(path);
		expect(code).toBe(0);
		expect([found[0]?.width, found[0]?.height, found[0]?.faces.length]).toEqual([12_000, 9000, 1]);
		expect(middle(found[0] as PictureLine)).toBeCloseToArray([7200, 4190], { rtol: 0, atol: 120 });
	}, 180_000);

	it("finds twenty faces, each with its own number", async () => {
		const many = Array.from({ length: 20 }, (_, i) => ({
			x: 100 + 195 * (i % 5),
			y: 110 + 190 * Math.floor(i / 5),
			scale: 8,
		}));
		const { lines: found } = await lines(await picture("twenty.png", drawn(1000, 800, many)));
		const faces = found[0]?.faces ?? [];
		expect(faces.length).toBeGreaterThanOrEqual(18);
		expect(faces.length).toBeLessThanOrEqual(20);
		expect(faces.map(({ id }) => id)).toEqual(faces.map((_, i) => i + 1));
		expect(found[0]?.reasons).toEqual(["several-faces"]);
	});

	it("takes a painted portrait for a face, hung on a wall, and sees none in a painting of colours alone", async () => {
		const { data, info } = await drawn(320, 360, [{ x: 160, y: 170, scale: 15 }])
			.removeAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		// Six shades a colour, laid on in strokes of nine pixels, on canvas.
		const painted = data.map((value, i) => {
			const [x, y] = [Math.floor(i / 3) % info.width, Math.floor(i / 3 / info.width)];
			return 51 * Math.round(value / 51) + ((x ^ y) % 3 === 0 ? -12 : 6);
		});
		const canvas = await sharp(painted, { raw: { width: info.width, height: info.height, channels: 3 } })
			.median(9)
			.extend({ top: 24, bottom: 24, left: 24, right: 24, background: "#9c7a2e" })
			.png()
			.toBuffer();
		const wall = sharp({ create: { width: 900, height: 700, channels: 3, background: "#d8d2c4" } });
		const hung = await picture("painting.jpg", wall.composite([{ input: canvas, left: 260, top: 120 }]));
		const colours = await picture(
			"colours.png",
			sharp({
				create: {
					width: 400,
					height: 400,
					channels: 3,
					background: "#777",
					noise: { type: "gaussian", mean: 128, sigma: 60 },
				},
			})
				.blur(14)
				.normalise()
				.median(9),
		);
		const { lines: found } = await lines(hung, colours);
		expect(found[0]?.faces).toHaveLength(1);
		expect(middle(found[0] as PictureLine)).toBeCloseToArray([444, 322], { rtol: 0, atol: 24 });
		// Nothing tells that it is paint: it is judged as a face is.
		expect(found[0]?.faces[0]?.label).toBe("happy");
		expect([found[1]?.faces, found[1]?.reasons]).toEqual([[], ["no-face"]]);
	});

	it("says why where there is no face: one pixel, black, grey, noise", async () => {
		const flat = (width: number, height: number, background: string) =>
			sharp({ create: { width, height, channels: 3, background } });
		const noise = drawn(64, 64, []).composite([]);
		const { code, lines: found } = await lines(
			await picture("pixel.png", flat(1, 1, "#808080")),
			await picture("black.png", flat(640, 480, "#000000")),
			await picture("grey.png", flat(640, 480, "#808080")),
			await picture("noise.png", noise),
		);
		expect(code).toBe(0);
		expect(found.map(({ faces }) => faces.length)).toEqual([0, 0, 0, 0]);
		expect(found.map(({ reasons }) => reasons)).toEqual([
			["no-face"],
			["no-face", "too-dark"],
			["no-face"],
			["no-face"],
		]);
	});

	it("names a file that cannot be read in its line, goes on, and ends with 1", async () => {
		const whole = await picture("whole.jpg", drawn(480, 480, [one]));
		const bytes = readFileSync(whole);
		const cut = write("cut.jpg", bytes.subarray(0, bytes.length / 2));
		const text = write("text.png", "no picture at all");
		const { code, lines: found } = await lines<PictureLine & { error?: { code: string; message: string } }>(
			cut,
			text,
			join(folder, "absent.jpg"),
			whole,
		);
		expect(code).toBe(1);
		expect(found.map(({ error }) => error?.code)).toEqual([
			"file-unreadable",
			"file-unreadable",
			"file-not-found",
			undefined,
		]);
		expect(found[0]?.error?.message).toContain("must be a whole picture");
		expect(found[3]?.faces).toHaveLength(1);
	});

	it("reads a folder, and prints for a reader", async () => {
		const inner = join(folder, "album/inner");
		mkdirSync(inner, { recursive: true });
		writeFileSync(join(folder, "album/notes.txt"), "not a picture");
		await drawn(480, 480, [one]).toFile(join(inner, "one.jpg"));
		const run = await runUndertone(["faces", join(folder, "album")], { environment: withoutModel });
		expect(run.code).toBe(0);
		expect(run.out).toContain("480 × 480, one face");
		expect(run.out).toMatch(/Face 1 {2}at \d+, \d+, \d+ × \d+/);
		expect(run.err).toBe("");
	});

	it("gives every point of the mesh where asked", async () => {
		const { lines: found } = await lines("--landmarks", await picture("points.png", drawn(480, 480, [one])));
		expect(found[0]?.faces[0]?.landmarks).toHaveLength(468);
	});

	it("refuses a wrong number of frames, a missing task file, and nothing at all", async () => {
		const run = (...parameters: string[]) => runUndertone(["faces", ...parameters]);
		expect(await run()).toMatchObject({
			code: 2,
			err: expect.stringContaining("name a picture, video or folder"),
		});
		expect(await run("a.jpg", "--fps", "0")).toMatchObject({
			code: 2,
			err: expect.stringContaining("--fps must be"),
		});
		expect(await run("a.jpg", "--task", "nowhere.task")).toMatchObject({
			code: 2,
			err: expect.stringContaining('--task: the file "nowhere.task" cannot be read'),
		});
	});

	it("has models that undertone model describes", async () => {
		const { code, out } = await runUndertone(["model", model]);
		expect(code).toBe(0);
		expect(out).toContain("a grey face of 48 × 48 pixels");
		expect(out).toContain("neutral, happy, angry");
	});

	describe.skipIf(!hasFfmpeg)("on videos (needs ffmpeg)", () => {
		const make = (...parameters: string[]): void => {
			const { status, stderr } = spawnSync("ffmpeg", ["-v", "error", "-y", ...parameters], {
				encoding: "utf8",
			});
			if (status !== 0) throw new Error(stderr);
		};

		it("follows a face through the frames, with their times", async () => {
			for (let i = 0; i < 10; i++) {
				await drawn(480, 360, [{ x: 200 + 8 * i, y: 180, scale: 13 }]).toFile(join(folder, `frame-${i}.png`));
			}
			const path = join(folder, "moving.mp4");
			make("-framerate", "5", "-i", join(folder, "frame-%d.png"), "-pix_fmt", "yuv420p", path);
			const { code, lines: found } = await lines<VideoLine>(path);
			expect(code).toBe(0);
			const frames = found[0]?.frames ?? [];
			expect(frames.map(({ time }) => time)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8]);
			expect(frames.map(({ faces }) => faces.map(({ id }) => id))).toEqual(frames.map(() => [1]));
			const x = frames.map(({ faces }) => faces[0]?.box.x ?? 0);
			expect((x.at(-1) as number) - (x[0] as number)).toBeGreaterThan(50);
			const run = await runUndertone(["faces", path, "--model", model]);
			expect(run.out).toContain("in 100 % of the frames");
		});

		it("turns frames upright, and keeps to the time of a video whose rate changes", async () => {
			const still = await picture("still.png", drawn(480, 360, [{ x: 200, y: 170, scale: 13 }]).rotate(90));
			const lying = join(folder, "lying.mp4");
			// Frames at 0, 0.1, 0.2, 0.3, then every 0.5 seconds up to 3.3.
			const times = "setpts='if(lt(N,4),N*0.1,0.3+(N-3)*0.5)/TB'";
			const input = ["-loop", "1", "-framerate", "10", "-t", "1", "-i", still];
			make(...input, "-vf", times, "-fps_mode", "vfr", "-pix_fmt", "yuv420p", lying);
			const upright = write("upright.mp4", turnedLeft(readFileSync(lying)));
			const { lines: found } = await lines<VideoLine>("--fps", "2", upright);
			expect([found[0]?.width, found[0]?.height]).toEqual([480, 360]);
			const frames = found[0]?.frames ?? [];
			expect(frames.length).toBeGreaterThanOrEqual(6);
			expect(frames.length).toBeLessThanOrEqual(8);
			expect(frames.every(({ faces }) => faces.length === 1)).toBe(true);
		});

		it("says that a video holds no picture, and that rubbish is no video", async () => {
			const sound = join(folder, "sound.mp4");
			make("-f", "lavfi", "-i", "sine=duration=1", sound);
			const rubbish = write("rubbish.mp4", Buffer.alloc(5000, 7));
			const { code, lines: found } = await lines<{ error: { message: string } }>(sound, rubbish);
			expect(code).toBe(1);
			expect(found[0]?.error.message).toContain("holds no picture");
			expect(found[1]?.error.message).toContain("that ffmpeg can read");
		});
	});
});
