import { describe, expect, it } from "vitest";
import { decodeAudio } from "../decode-audio.ts";
import { readFixture } from "../testing/read-fixture.node.ts";

describe("borrowOpusDecoder", () => {
	it("decodes every stream as if it were the first, one after another and side by side", async () => {
		const [speech, tone] = await Promise.all([
			readFixture("speech-fixture.opus"),
			readFixture("tone-fixture.opus"),
		]);
		const decode = async (bytes: Uint8Array): Promise<Float32Array> =>
			(await decodeAudio(bytes, { name: "x.opus" })).channels[0] as Float32Array;
		const first = await decode(speech);
		await decode(tone);
		expect(await decode(speech)).toEqual(first);
		const [beside, , again] = await Promise.all([decode(speech), decode(tone), decode(speech)]);
		expect(beside).toEqual(first);
		expect(again).toEqual(first);
	});

	it("decodes a whole stream after a damaged one", async () => {
		const speech = await readFixture("speech-fixture.opus");
		const first = await decodeAudio(speech, { name: "x.opus" });
		const damaged = Uint8Array.from(speech, (byte, i) => (i > 400 && i % 97 === 0 ? byte ^ 0x55 : byte));
		await decodeAudio(damaged, { name: "damaged.opus" }).catch(() => undefined);
		expect((await decodeAudio(speech, { name: "x.opus" })).channels).toEqual(first.channels);
	});
});
