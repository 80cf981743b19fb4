import { describe, expect, it } from "vitest";
import { sha256 } from "./sha256.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("sha256", () => {
	it("gives the digests of FIPS 180-4's examples", () => {
		expect(sha256(bytes("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
		expect(sha256(bytes(""))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
		expect(sha256(bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))).toBe(
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		);
		expect(sha256(bytes("a".repeat(1_000_000)))).toBe(
			"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
		);
	});

	it("equals the platform's digest at every length around a block", async () => {
		for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]) {
			const data = Uint8Array.from({ length }, (_, i) => (i * 31) % 256);
			const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
			const expected = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
			expect(sha256(data)).toBe(expected);
		}
	});
});
