import { describe, expect, it } from "vitest";
import { opusPacketSamples } from "./opus-packet-samples.ts";

/** A table-of-contents byte: configuration, mono, frame code. @see RFC 6716, section 3.1 */
const toc = (configuration: number, code: number): number => (configuration << 3) | code;

describe("opusPacketSamples", () => {
	it.each([
		["SILK of 10 ms", [toc(0, 0), 1], 480],
		["SILK of 60 ms", [toc(11, 0), 1], 2880],
		["hybrid of 20 ms", [toc(15, 0), 1], 960],
		["CELT of 2.5 ms", [toc(16, 0), 1], 120],
		["two frames of one length", [toc(31, 1), 1, 2, 3, 4], 1920],
		["two frames of two lengths", [toc(31, 2), 1, 9, 8, 7], 1920],
		["three frames of one length", [toc(31, 3), 3, 1, 2, 3], 2880],
		["a packet without sound, for a gap in it", [toc(31, 0)], 960],
	])("counts %s", (_, bytes, samples) => {
		expect(opusPacketSamples(Uint8Array.from(bytes))).toBe(samples);
	});

	it.each([
		["nothing at all", []],
		["two equal frames in an odd number of bytes", [toc(31, 1), 1, 2, 3]],
		["a first frame longer than the packet", [toc(31, 2), 200, 1]],
		["no frame", [toc(31, 3), 0]],
		["more than 120 ms", [toc(31, 3), 7, ...new Array(7).fill(1)]],
		["a frame longer than 1275 bytes", [toc(31, 0), ...new Array(1276).fill(1)]],
	])("calls %s no packet", (_, bytes) => {
		expect(opusPacketSamples(Uint8Array.from(bytes))).toBe(0);
	});
});
