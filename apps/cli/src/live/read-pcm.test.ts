import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readPcm } from "./read-pcm.ts";

async function samples(chunks: readonly number[][]): Promise<number[]> {
	const all: number[] = [];
	for await (const part of readPcm(Readable.from(chunks.map((chunk) => Buffer.from(chunk)))))
		all.push(...part);
	return all;
}

describe("readPcm", () => {
	it("reads little-endian samples", async () => {
		expect(await samples([[0x00, 0x40, 0x00, 0x80, 0xff, 0xff]])).toEqual([0.5, -1, -1 / 32_768]);
	});

	it("joins a sample that is cut in two", async () => {
		expect(await samples([[0x00], [0x40, 0x00], [], [0x80], [0xff, 0xff]])).toEqual([0.5, -1, -1 / 32_768]);
	});

	it("leaves out half a sample at the end", async () => {
		expect(await samples([[0x00, 0x40, 0x01]])).toEqual([0.5]);
	});
});
