import { describe, expect, it } from "vitest";
import { readFaceTask } from "./read-face-task.ts";
import { unzipStored } from "./unzip-stored.ts";

/** A zip of one stored file, written by hand after APPNOTE.TXT; checksums are 0. */
function zip(name: string, content: string, method = 0): Uint8Array {
	const encode = (text: string): number[] => [...new TextEncoder().encode(text)];
	const two = (value: number): number[] => [value & 255, value >> 8];
	const four = (value: number): number[] => [...two(value & 65_535), ...two(value >>> 16)];
	const size = [...four(0), ...four(content.length), ...four(content.length)];
	const head = [...two(20), ...two(0), ...two(method), ...two(0), ...two(0), ...size];
	const local = [
		...four(0x04034b50),
		...head,
		...two(name.length),
		...two(0),
		...encode(name),
		...encode(content),
	];
	const entry = [
		...four(0x02014b50),
		...two(20),
		...head,
		...two(name.length),
		...[...two(0), ...two(0), ...two(0), ...two(0), ...four(0), ...four(0)],
		...encode(name),
	];
	const end = [...four(0x06054b50), ...two(0), ...two(0), ...two(1), ...two(1), ...four(entry.length)];
	return Uint8Array.from([...local, ...entry, ...end, ...four(local.length), ...two(0)]);
}

describe("unzipStored", () => {
	it("gives a stored file back", () => {
		const files = unzipStored(zip("a.txt", "hello"));
		expect([...files.keys()]).toEqual(["a.txt"]);
		expect(new TextDecoder().decode(files.get("a.txt"))).toBe("hello");
	});

	it("refuses what is no zip, is cut short, or compressed", () => {
		expect(() => unzipStored(new Uint8Array(100))).toThrow("it has no list of files");
		expect(() => unzipStored(new Uint8Array(0))).toThrow("it has no list of files");
		expect(() => unzipStored(zip("a.txt", "hello", 8))).toThrow("a.txt is compressed");
		const whole = zip("a.txt", "hello");
		expect(() => unzipStored(whole.slice(30))).toThrow("must be a whole zip");
	});
});

describe("readFaceTask", () => {
	it("refuses a file of another digest, and says which it wants", async () => {
		await expect(readFaceTask(zip("a.txt", "hello"))).rejects.toThrow(
			"float16, version 1 (SHA-256 64184e229b26",
		);
	});
});
