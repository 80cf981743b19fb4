import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { openAudio } from "./open-audio.ts";
import { makeFlac } from "./testing/make-flac.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("openAudio of ten minutes", () => {
	it("holds a few megabytes of them at a time, not 57", async () => {
		const file = makeFlac({ frames: 2344 });
		let most = 0;
		const opened = await openAudio({
			size: file.size,
			read: (offset, length) => {
				most = Math.max(most, length);
				return file.read(offset, length);
			},
		});
		collectGarbage();
		const before = process.memoryUsage().arrayBuffers;
		let held = 0;
		let length = 0;
		let count = 0;
		for await (const [samples] of opened?.pieces() ?? []) {
			length += samples?.length ?? 0;
			if (++count % 100 !== 0) continue;
			collectGarbage();
			held = Math.max(held, process.memoryUsage().arrayBuffers - before);
		}
		expect(length).toBe(2344 * 4096);
		// 100 pieces take 2.4 MB with the bytes they come from; the collector frees buffers behind time.
		expect(held).toBeLessThan(12e6);
		expect(most).toBeLessThan(1e6);
	});
});
