import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type MadePicture, writeFer2013 } from "../testing/write-fer2013.ts";
import { readFer2013 } from "./read-fer2013.ts";

let data: string;
beforeEach(() => {
	data = mkdtempSync(join(tmpdir(), "undertone-fer2013-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** Every pixel tells its place, and the picture which one it is. */
const marked = (usage: string, emotion: string, mark: number): MadePicture => ({
	usage,
	emotion,
	pixels: Uint8Array.from({ length: 48 * 48 }, (_, i) => (i + mark) % 251),
	votes: [mark, 0, 0, 2, 0, 0, 0, 0, 0, 1],
});
const pictures = [
	...[1, 2, 3, 4, 5, 6].map((mark) => marked("Training", mark % 2 === 0 ? "sad" : "happy", mark)),
	marked("PublicTest", "angry", 2),
];

describe("readFer2013", () => {
	it("gives every picture of the parts asked for its own pixels, label and votes", async () => {
		await writeFer2013(data, pictures);
		const training = await readFer2013(["Training"], data);
		expect(training.map(({ file }) => file)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `Training/${i}`));
		for (const [i, picture] of training.entries()) {
			expect(picture).toMatchObject({ emotion: pictures[i]?.emotion, votes: pictures[i]?.votes });
			expect(picture.pixels).toEqual(pictures[i]?.pixels);
		}
	});

	it("knows an exact copy in another part by its hash", async () => {
		await writeFer2013(data, pictures);
		const all = await readFer2013(["Training", "PublicTest"], data);
		const copies = all.filter(({ hash }) => hash === all.at(-1)?.hash);
		expect(copies.map(({ file }) => file)).toEqual(["Training/1", "PublicTest/0"]);
	});

	it("refuses a missing folder, a label that is none, and a mosaic that is no picture", async () => {
		await expect(readFer2013(["Training"], data)).rejects.toThrow(
			/FER2013 must lie in a folder face\/fer2013/,
		);
		await writeFer2013(data, [marked("Training", "cheerful", 1)]);
		await expect(readFer2013(["Training"], data)).rejects.toThrow(
			'labels.csv must name an emotion for every picture, but Training/0 has "cheerful"',
		);
		writeFileSync(join(data, "fer2013/Training-00.png"), "no picture");
		await expect(readFer2013(["Training"], data)).rejects.toThrow(/Training-00\.png" must be a whole PNG/);
	});
});
