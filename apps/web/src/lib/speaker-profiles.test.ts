import type { SpeakerProfile } from "@undertone/recognize";
import { describe, expect, it } from "vitest";
import { createSpeakerProfiles } from "./speaker-profiles.ts";

const profile: SpeakerProfile = {
	format: 3,
	model: { name: "linear-test@1", sha256: "0".repeat(64) },
	features: "s1-mfcc40@1",
	kind: "neutral",
	clips: 4,
	counts: [4],
	mean: [0.5],
	squares: [0.1],
	heard: { neutral: 1 },
	doubt: 0,
};
const neutral = { units: {}, frames: 9 } as never;

/** Storage that forgets when the test ends. */
function memory(): Storage {
	const kept = new Map<string, string>();
	return {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key),
	} as unknown as Storage;
}

describe("the speaker profiles of a browser", () => {
	it("keeps profiles by name, for whoever opens the storage next", () => {
		const storage = memory();
		const profiles = createSpeakerProfiles(() => storage);
		profiles.save("  Ben  Bly ", { profile });
		profiles.save("Ann", { profile, neutral });
		const { voices, chosen } = createSpeakerProfiles(() => storage).read();
		expect(voices.map(({ name }) => name)).toEqual(["Ann", "Ben Bly"]);
		expect(voices[0]).toMatchObject({ profile, neutral, made: expect.stringMatching(/^\d{4}-/) });
		expect(chosen).toBe("Ann");
	});

	it("keeps the neutral face with the profile it was taken with, until it is taken anew", () => {
		const profiles = createSpeakerProfiles(() => memory());
		profiles.save("Ann", { profile, neutral });
		profiles.save("Ann", { profile: { ...profile, clips: 5 } });
		expect(profiles.find("Ann")).toMatchObject({ profile: { clips: 5 }, neutral });
		profiles.save("Ben", { neutral });
		expect(profiles.find("Ben")?.profile).toBeNull();
	});

	it("renames and removes, and what was chosen follows", () => {
		const profiles = createSpeakerProfiles(() => memory());
		profiles.save("Ann", { profile });
		profiles.save("Ben", { profile });
		expect(() => profiles.rename("Ben", "Ann")).toThrow('There is a voice of the name "Ann" already.');
		profiles.rename("Ben", "Bea");
		expect(profiles.read().chosen).toBe("Bea");
		profiles.remove("Bea");
		expect(profiles.read()).toMatchObject({ voices: [{ name: "Ann" }], chosen: null });
	});

	it("proposes a name that is free", () => {
		const profiles = createSpeakerProfiles(() => memory());
		expect(profiles.freeName("My voice")).toBe("My voice");
		profiles.save("My voice", { profile });
		profiles.save("My voice 2", { profile });
		expect(profiles.freeName("My voice")).toBe("My voice 3");
	});

	it("tells who looks on of every change, once a change", () => {
		const profiles = createSpeakerProfiles(() => memory());
		let told = 0;
		const end = profiles.subscribe(() => told++);
		profiles.save("Ann", { profile });
		profiles.choose(null);
		expect(profiles.read()).toBe(profiles.read());
		end();
		profiles.remove("Ann");
		expect(told).toBe(2);
	});

	it("refuses names that are none", () => {
		const profiles = createSpeakerProfiles(() => memory());
		expect(() => profiles.save("  ", { profile })).toThrow("Give the voice a name.");
		expect(() => profiles.save("a".repeat(61), { profile })).toThrow(/60 letters, this one has 61/);
	});

	it("says that a browser kept nothing, and begins empty where there is rubbish", () => {
		const full = createSpeakerProfiles(() => {
			throw new Error("denied");
		});
		expect(() => full.save("Ann", { profile })).toThrow(/The browser did not keep it/);
		expect(full.read().voices).toEqual([]);
		const rubbish = memory();
		rubbish.setItem("undertone-voices", '{"voices": 3}');
		expect(createSpeakerProfiles(() => rubbish).read().voices).toEqual([]);
	});
});
