import { describe, expect, it } from "vitest";
import { createDeviceSlot } from "./device-slot.ts";

/** A device that opens when it is told to. */
function device() {
	let open: () => void = () => undefined;
	let fail: (error: Error) => void = () => undefined;
	const made = { closed: 0, close: () => void made.closed++ };
	const opening = new Promise<typeof made>((resolve, reject) => {
		open = () => resolve(made);
		fail = reject;
	});
	return { made, opener: () => opening, open: () => open(), fail: (words: string) => fail(new Error(words)) };
}

describe("a device slot", () => {
	it("holds what was opened, and closes it when another takes its place", async () => {
		const slot = createDeviceSlot();
		const [first, second] = [device(), device()];
		first.open();
		second.open();
		expect(await slot.open(first.opener)).toBe(first.made);
		expect(await slot.open(second.opener)).toBe(second.made);
		expect([slot.held, first.made.closed, second.made.closed]).toEqual([second.made, 1, 0]);
		await slot.release();
		expect([slot.held, second.made.closed]).toEqual([undefined, 1]);
	});

	it.each([
		["in order", [0, 1]],
		["the other way round", [1, 0]],
	] as const)("keeps only the last of two openings that overlap, answered %s", async (_, order) => {
		const slot = createDeviceSlot();
		const devices = [device(), device()];
		const opened = devices.map(({ opener }) => slot.open(opener));
		for (const i of order) {
			devices[i]?.open();
			await new Promise((resolve) => setTimeout(resolve));
		}
		expect(await Promise.all(opened)).toEqual([null, devices[1]?.made]);
		expect(slot.held).toBe(devices[1]?.made);
		// The first may not have been asked for at all; where it was, it is closed again.
		expect(devices[1]?.made.closed).toBe(0);
	});

	it("closes what opens after it was released or taken over, and forgets how that failed", async () => {
		const slot = createDeviceSlot();
		const [late, broken, last] = [device(), device(), device()];
		const opening = slot.open(late.opener);
		await new Promise((resolve) => setTimeout(resolve));
		await slot.release();
		late.open();
		expect(await opening).toBeNull();
		expect([slot.held, late.made.closed]).toEqual([undefined, 1]);
		const failing = slot.open(broken.opener);
		await new Promise((resolve) => setTimeout(resolve));
		const winning = slot.open(last.opener);
		broken.fail("gone");
		last.open();
		expect([await failing, await winning]).toEqual([null, last.made]);
	});

	it("says why a device could not be opened", async () => {
		const slot = createDeviceSlot();
		const broken = device();
		broken.fail("The camera was refused.");
		await expect(slot.open(broken.opener)).rejects.toThrow("The camera was refused.");
		expect(slot.held).toBeUndefined();
	});
});
