import { join } from "node:path";
import { readFigures } from "@undertone/lab";
import { expect, it } from "vitest";
import { listMakers, makerOf } from "./makers.ts";

const root = join(import.meta.dirname, "../../../..");

it("every stored figure names what makes it again", async () => {
	const stored = await readFigures(join(root, "results"));
	const makers = await listMakers(join(root, "recipes"), stored);
	const orphans = [...stored.keys()].filter((id) => makerOf(id, makers, stored) === undefined);
	expect(orphans).toEqual([]);
	const made = [
		"ivector-plda-50",
		"targets-sex",
		"face-votes",
		"conditions-ravdess-clean",
		"speech-emodb",
	].map((id) => makerOf(id, makers, stored)?.id);
	expect(made).toEqual(["embedding-dimensions", "intensity", "face", "conditions-ravdess-clean", "speech"]);
});

it("an id that is stored nowhere is made by nothing", async () => {
	const makers = await listMakers(join(root, "recipes"), new Map());
	expect(makerOf("nonsense", makers, new Map())).toBeUndefined();
	expect(makerOf("speech-tess", makers, new Map())?.id).toBe("speech");
});

it("nothing is run for a network that has no figures of its own", async () => {
	const made = (await listMakers(join(root, "recipes"), new Map())).map(({ id }) => id);
	expect(made).toContain("face-pair-moved-all");
	expect(made).not.toContain("face-sharp-all");
});
