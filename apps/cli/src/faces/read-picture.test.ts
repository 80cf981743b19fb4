import { createRandom } from "@undertone/core";
import { drawFaces } from "@undertone/face/testing";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { workbench } from "../testing/workbench.ts";
import { readPicture } from "./read-picture.ts";

const { write } = workbench();
const { width, height, data } = drawFaces(320, 240, [{ x: 160, y: 120, scale: 10 }]);
/** With a camera's noise: flat areas are hardly stored. */
const noise = createRandom(1);
const pixels = data.map((value) => Math.max(0, Math.min(255, value + 6 * noise.normal())));
const drawn = () => sharp(pixels, { raw: { width, height, channels: 4 } });

let jpeg: Buffer;
beforeAll(async () => {
	jpeg = await drawn().jpeg().toBuffer();
});

/** A segment of a JPEG, put in after its first marker. */
function withSegment(marker: number, content: Buffer): Buffer {
	const size = content.length + 2;
	const head = Buffer.from([0xff, marker, size >> 8, size & 0xff]);
	return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

/** Bytes of its last nine tenths turned over, as a bad disk does. */
function flipped(file: Buffer, count: number, seed: number): Buffer {
	const random = createRandom(seed);
	const copy = Buffer.from(file);
	const from = Math.round(file.length / 10);
	for (let i = 0; i < count; i++) {
		const at = from + random.integer(file.length - from - 2);
		copy[at] = (copy[at] as number) ^ 0xff;
	}
	return copy;
}

describe("readPicture", () => {
	it.each([
		["JPEG", () => drawn().jpeg()],
		["progressive JPEG", () => drawn().jpeg({ progressive: true })],
		["PNG", () => drawn().png()],
	])("refuses a %s of which two hundred bytes are flipped", async (name, encode) => {
		const whole = await encode().toBuffer();
		for (let seed = 1; seed <= 5; seed++) {
			const path = write(`flipped ${name} ${seed}`, flipped(whole, 200, seed));
			await expect(readPicture(path)).rejects.toMatchObject({
				code: "file-unreadable",
				message: expect.stringContaining(`"${path}" must be a whole picture`),
			});
		}
	});

	it("refuses a JPEG of which a stretch is gone, in the middle or at the end", async () => {
		const middle = Math.round(jpeg.length / 2);
		const gap = Buffer.concat([jpeg.subarray(0, middle), jpeg.subarray(middle + 200)]);
		for (const [name, bytes] of Object.entries({ gap, end: jpeg.subarray(0, middle) })) {
			await expect(readPicture(write(`${name}.jpg`, bytes))).rejects.toMatchObject({
				code: "file-unreadable",
			});
		}
	});

	it("takes ordinary oddities: an EXIF block that is none, a remark, bytes after the end, a grey, a CMYK picture", async () => {
		const odd: Readonly<Record<string, Buffer>> = {
			exif: withSegment(0xe1, Buffer.from("Exif\0\0nothing")),
			remark: withSegment(0xfe, Buffer.from("made by hand")),
			trailing: Buffer.concat([jpeg, Buffer.alloc(500, 7)]),
			grey: await drawn().greyscale().jpeg({ quality: 20 }).toBuffer(),
			cmyk: await drawn().removeAlpha().toColourspace("cmyk").jpeg().toBuffer(),
			sampled: await drawn().jpeg({ chromaSubsampling: "4:4:4", mozjpeg: true }).toBuffer(),
		};
		for (const [name, bytes] of Object.entries(odd)) {
			const { image } = await readPicture(write(`${name}.jpg`, bytes));
			expect([image.width, image.height, image.data.length]).toEqual([width, height, 4 * width * height]);
		}
	});
});
