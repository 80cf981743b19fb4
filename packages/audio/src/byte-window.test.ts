import { describe, expect, it } from "vitest";
import { createByteWindow } from "./byte-window.ts";

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);

async function* chunks(length: number): AsyncGenerator<Uint8Array> {
	for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

describe("createByteWindow", () => {
	it.each([1, 3, 7, 64, 100, 1000])("holds what is asked for, of chunks of %i bytes", async (length) => {
		const window = createByteWindow(chunks(length));
		for (const [offset, count] of [
			[0, 5],
			[5, 10],
			[6, 1],
			[40, 20],
			[95, 5],
		] as const) {
			await window.hold(offset, count);
			const at = offset - window.start;
			expect(window.bytes.slice(at, at + count)).toEqual(bytes.slice(offset, offset + count));
		}
	});

	it("holds fewer bytes where the stream ends, and says that it has", async () => {
		const window = createByteWindow(chunks(30));
		await window.hold(90, 20);
		expect(window).toMatchObject({ start: 90, ended: true, bytes: bytes.slice(90) });
		await window.hold(120, 20);
		expect(window.bytes.subarray(120 - window.start)).toHaveLength(0);
	});

	it("lets go of what stands before", async () => {
		const window = createByteWindow(chunks(10));
		await window.hold(0, 10);
		await window.hold(50, 10);
		expect(window.start).toBe(50);
		expect(window.bytes.length).toBeLessThan(30);
	});

	it("counts from where its stream begins", async () => {
		const window = createByteWindow(chunks(10), 1000);
		await window.hold(1050, 1);
		expect(window.bytes[1050 - window.start]).toBe(50);
	});
});
